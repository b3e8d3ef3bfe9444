using System.Numerics;

namespace SpikeJit.Cpu;

/// <summary>Products of integers, which wrap around; any order of additions gives the same bits.</summary>
internal static unsafe class MatrixProductIntegers
{
    internal static void Run<T>(in MatrixProductBlocked.Rectangle r) where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        for (int m = 0; m < r.M; m++)
        {
            byte* row = r.C + m * r.CRow;
            if (!r.Accumulate)
            {
                for (int n = 0; n < r.N; n++) *(T*)(row + n * r.CColumn) = T.Zero;
            }
            for (int k = 0; k < r.K; k++)
            {
                T a = *(T*)(r.A + m * r.ARow + k * r.AStep);
                byte* b = r.B + k * r.BStep;
                byte* c = row;
                for (int n = 0; n < r.N; n++, b += r.BColumn, c += r.CColumn) *(T*)c = unchecked(*(T*)c + a * *(T*)b);
            }
        }
    }
}
