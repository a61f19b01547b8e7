namespace PD12M.Samples;

/// <summary>Makes captions of one to three sentences out of a small grammar.</summary>
internal static class SampleCaption
{
    private static readonly string[] s_media =
    [
        "A colour photograph of", "A black-and-white photograph of", "An oil painting of", "A watercolour of",
        "A detailed engraving of", "A hand-tinted postcard showing", "A pencil drawing of", "A lithograph depicting",
    ];

    private static readonly string[] s_lights =
    [
        "in the soft light of an early morning", "under a heavy, overcast sky", "at sunset, with long shadows", "on a clear summer day",
        "in light fog", "lit from the left by a low sun", "on a windy autumn afternoon", "shortly before a thunderstorm",
    ];

    private static readonly string[] s_closings =
    [
        "The composition is calm and balanced, with muted greens and browns.",
        "The image has a nostalgic, slightly faded quality.",
        "Fine lines and careful shading give the scene a sense of depth.",
        "The background is out of focus, which draws attention to the subject.",
        "Warm colours dominate, and the overall mood is peaceful.",
        "A handwritten note and a date can be seen in the lower margin.",
    ];

    public static string Make(SampleTopic topic, ref SplitMix64 random)
    {
        string caption = $"{random.Pick(s_media)} {random.Pick(topic.Subjects)} {random.Pick(topic.Places)}, {random.Pick(s_lights)}.";
        int sentences = random.Next(10);
        if (sentences > 0)
        {
            caption += " " + random.Pick(topic.Details);
        }

        return sentences > 5 ? caption + " " + random.Pick(s_closings) : caption;
    }
}
