using SpikeJit.Tracing;

namespace SpikeJit;

public static partial class Fn
{
    private static Callable Of<T1, TResult>(Func<T1, TResult> f) => new(f, v => f((T1)v[0]!));

    private static Callable Of<T1, T2, TResult>(Func<T1, T2, TResult> f) => new(f, v => f((T1)v[0]!, (T2)v[1]!));

    private static Callable Of<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> f) => new(f, v => f((T1)v[0]!, (T2)v[1]!, (T3)v[2]!));

    private static Callable Of<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> f) => new(f, v => f((T1)v[0]!, (T2)v[1]!, (T3)v[2]!, (T4)v[3]!));

    private static Callable Of<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, TResult> f) => new(f, v => f((T1)v[0]!, (T2)v[1]!, (T3)v[2]!, (T4)v[3]!, (T5)v[4]!));
}
