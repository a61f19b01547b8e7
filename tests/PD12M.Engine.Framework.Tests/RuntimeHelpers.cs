namespace System.Runtime.CompilerServices;

/// <summary>What the compiler calls for array[a..b]; and, as it looks into one class of this name only, for array initializers.</summary>
internal static class RuntimeHelpers
{
    private static readonly Action<Array, RuntimeFieldHandle> s_initializeArray = (Action<Array, RuntimeFieldHandle>)typeof(object).Assembly
        .GetType("System.Runtime.CompilerServices.RuntimeHelpers")!
        .GetMethod("InitializeArray", [typeof(Array), typeof(RuntimeFieldHandle)])!
        .CreateDelegate(typeof(Action<Array, RuntimeFieldHandle>));

    public static T[] GetSubArray<T>(T[] array, Range range)
    {
        (int offset, int length) = range.GetOffsetAndLength(array.Length);
        T[] part = new T[length];
        Array.Copy(array, offset, part, 0, length);
        return part;
    }

    public static void InitializeArray(Array array, RuntimeFieldHandle field) => s_initializeArray(array, field);
}
