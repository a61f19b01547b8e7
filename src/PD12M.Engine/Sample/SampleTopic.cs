namespace PD12M.Samples;

/// <summary>The outline that a sample picture shows.</summary>
internal enum SampleShape
{
    Tower,
    Boat,
    House,
    Tree,
    Mountain,
    Figure,
    Round,
}

/// <summary>What a sample record is about: its caption, picture and embedding go together.</summary>
/// <param name="Subjects">Noun phrases with their article.</param>
/// <param name="Places">Where it is, with the preposition.</param>
/// <param name="Details">Sentences that can only be said of this subject.</param>
/// <param name="Shape">The outline in the picture.</param>
internal sealed record SampleTopic(string[] Subjects, string[] Places, string[] Details, SampleShape Shape)
{
    public static SampleTopic[] All { get; } =
    [
        new(["a white lighthouse", "a red and white striped lighthouse", "an old stone lighthouse"],
            ["on a rocky headland", "at the end of a long breakwater", "above the cliffs near Ålesund"],
            ["Waves break against the rocks below the lantern room.", "A keeper's cottage with a slate roof stands beside the tower.", "A narrow path with a wooden railing leads up to the door."],
            SampleShape.Tower),
        new(["a two-masted sailing ship", "a small fishing boat", "a wooden rowing boat"],
            ["in a sheltered harbour", "on the open sea", "off the coast of Curaçao"],
            ["Its sails are half furled, and three sailors work on deck.", "Nets and baskets are piled up near the bow.", "Gulls circle above the mast."],
            SampleShape.Boat),
        new(["a timber-framed cottage", "a brick farmhouse", "a thatched house"],
            ["at the edge of a village", "among apple trees", "in the old quarter of Kraków"],
            ["Smoke rises from the chimney, and washing hangs on a line.", "The shutters are painted green, and geraniums stand on the sills.", "A bicycle leans against the garden wall."],
            SampleShape.House),
        new(["a solitary oak tree", "a flowering cherry tree", "a row of poplars"],
            ["in an open meadow", "beside a country lane", "on the bank of a slow river"],
            ["Sheep rest in its shade.", "Fallen leaves cover the ground around the trunk.", "Low branches reach almost down to the tall grass."],
            SampleShape.Tree),
        new(["a snow-covered mountain range", "a steep granite peak", "a glacier between two ridges"],
            ["behind a dark pine forest", "above a turquoise lake", "seen from the Mer de Glace, engraved by André Müller"],
            ["Thin clouds drift across the summit.", "A group of hikers crosses the scree in the foreground.", "The lower slopes are covered with heather and loose stones."],
            SampleShape.Mountain),
        new(["a young woman in a blue dress", "an elderly man with a white beard", "a girl with a straw hat"],
            ["seated by a window", "in front of a plain dark curtain", "at a table in a Viennese café"],
            ["The sitter looks past the viewer with a calm expression.", "The hands are folded over a closed book.", "Lace trims the collar and the cuffs."],
            SampleShape.Figure),
        new(["a bowl of oranges and grapes", "a bouquet of peonies in a glass vase", "a round loaf of bread on a plate"],
            ["on a linen tablecloth", "beside a pewter jug", "on a marble shelf"],
            ["A single petal has fallen onto the cloth.", "A knife with a bone handle lies across the edge of the plate.", "Reflections of a window can be seen in the glaze."],
            SampleShape.Round),
        new(["a grey heron", "a red fox", "a sleeping tabby cat"],
            ["at the edge of a pond", "among ferns and birch trees", "on a sunlit stone step"],
            ["Every feather and hair is drawn with a fine brush.", "Its eyes are fixed on something outside the picture.", "Dew glistens on the grass around its feet."],
            SampleShape.Figure),
        new(["a stone windmill", "a brick water tower", "a village church with a tall spire"],
            ["on a low hill", "beyond a field of ripe wheat", "at the end of a straight canal"],
            ["Two carts wait on the road that leads up to it.", "Swallows fly around the top.", "A clock shows ten minutes past four."],
            SampleShape.Tower),
        new(["a black steam locomotive", "a horse-drawn carriage", "an open touring car"],
            ["outside a glass-roofed station", "on a cobbled square", "on a gravel road between hedges"],
            ["The driver wears a leather cap and looks towards the camera.", "Passengers with suitcases wait nearby.", "Brass fittings shine against the dark paint."],
            SampleShape.Round),
    ];
}
