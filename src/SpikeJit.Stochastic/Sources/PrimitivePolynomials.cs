using System.Collections.Concurrent;

namespace SpikeJit.Stochastic;

/// <summary>
/// Primitive polynomials over the field of two elements, written as numbers whose bit e is the coefficient of x^e. They are what maximal-length
/// shift registers and Sobol sequences are made from.
/// </summary>
public static class PrimitivePolynomials
{
    /// <summary>Smallest degree supported.</summary>
    public const int MinDegree = 1;

    /// <summary>Largest degree supported.</summary>
    public const int MaxDegree = 32;

    private static readonly ConcurrentDictionary<int, List<ulong>> s_found = new();

    /// <summary>Whether x generates all 2^n − 1 non-zero residues modulo the polynomial of degree n.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The degree is outside [1, 32].</exception>
    public static bool IsPrimitive(ulong polynomial)
    {
        int degree = Degree(polynomial);
        if ((polynomial & 1) == 0) return false;
        ulong order = (1UL << degree) - 1;
        if (Power(order, polynomial, degree) != 1) return false;
        foreach (ulong prime in PrimeFactors(order))
        {
            if (Power(order / prime, polynomial, degree) == 1) return false;
        }
        return true;
    }

    /// <summary>Number of primitive polynomials of a degree: φ(2^n − 1) / n.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The degree is outside [1, 32].</exception>
    public static int Count(int degree)
    {
        RequireDegree(degree);
        ulong order = (1UL << degree) - 1, totient = order;
        foreach (ulong prime in PrimeFactors(order)) totient -= totient / prime;
        return (int)(totient / (ulong)degree);
    }

    /// <summary>The primitive polynomial of a degree that has a place, from 0, in increasing order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The degree is outside [1, 32], or there are not so many.</exception>
    public static ulong Get(int degree, int place)
    {
        if ((uint)place >= (uint)Count(degree))
            throw new ArgumentOutOfRangeException(nameof(place), place, $"There are {Count(degree)} primitive polynomials of degree {degree}.");
        List<ulong> found = s_found.GetOrAdd(degree, _ => []);
        lock (found)
        {
            ulong next = found.Count == 0 ? (1UL << degree) + 1 : found[^1] + 2;
            for (; found.Count <= place; next += 2)
            {
                if (IsPrimitive(next)) found.Add(next);
            }
            return found[place];
        }
    }

    internal static int Degree(ulong polynomial)
    {
        int degree = 63 - int.CreateTruncating(ulong.LeadingZeroCount(polynomial));
        RequireDegree(degree);
        return degree;
    }

    private static void RequireDegree(int degree)
    {
        if (degree is < MinDegree or > MaxDegree)
            throw new ArgumentOutOfRangeException(nameof(degree), degree, $"The degree of a polynomial lies in [{MinDegree}, {MaxDegree}].");
    }

    // x^exponent modulo the polynomial.
    private static ulong Power(ulong exponent, ulong polynomial, int degree)
    {
        ulong result = 1, square = degree == 1 ? 1UL : 2UL;
        for (; exponent != 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0) result = Multiply(result, square, polynomial, degree);
            square = Multiply(square, square, polynomial, degree);
        }
        return result;
    }

    private static ulong Multiply(ulong a, ulong b, ulong polynomial, int degree)
    {
        ulong product = 0;
        for (; b != 0; b >>= 1)
        {
            if ((b & 1) != 0) product ^= a;
            a <<= 1;
            if ((a >>> degree) != 0) a ^= polynomial;
        }
        return product;
    }

    private static IEnumerable<ulong> PrimeFactors(ulong n)
    {
        for (ulong p = 2; p * p <= n; p++)
        {
            if (n % p != 0) continue;
            yield return p;
            while (n % p == 0) n /= p;
        }
        if (n > 1) yield return n;
    }
}
