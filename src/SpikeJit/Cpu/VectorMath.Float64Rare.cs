using System.Runtime.Intrinsics;

namespace SpikeJit.Cpu;

/// <summary>Rarer functions of double precision: one lane after another.</summary>
internal static unsafe partial class VectorMath
{
    public static double Tan(double x) => Math.Tan(x);
    public static Vector128<double> Tan(Vector128<double> x) => Map<Lanes128F64>(x, &Tan);
    public static Vector256<double> Tan(Vector256<double> x) => Map<Lanes256F64>(x, &Tan);
    public static Vector512<double> Tan(Vector512<double> x) => Map<Lanes512F64>(x, &Tan);

    public static double Asin(double x) => Math.Asin(x);
    public static Vector128<double> Asin(Vector128<double> x) => Map<Lanes128F64>(x, &Asin);
    public static Vector256<double> Asin(Vector256<double> x) => Map<Lanes256F64>(x, &Asin);
    public static Vector512<double> Asin(Vector512<double> x) => Map<Lanes512F64>(x, &Asin);

    public static double Acos(double x) => Math.Acos(x);
    public static Vector128<double> Acos(Vector128<double> x) => Map<Lanes128F64>(x, &Acos);
    public static Vector256<double> Acos(Vector256<double> x) => Map<Lanes256F64>(x, &Acos);
    public static Vector512<double> Acos(Vector512<double> x) => Map<Lanes512F64>(x, &Acos);

    public static double Atan(double x) => Math.Atan(x);
    public static Vector128<double> Atan(Vector128<double> x) => Map<Lanes128F64>(x, &Atan);
    public static Vector256<double> Atan(Vector256<double> x) => Map<Lanes256F64>(x, &Atan);
    public static Vector512<double> Atan(Vector512<double> x) => Map<Lanes512F64>(x, &Atan);

    public static double Sinh(double x) => Math.Sinh(x);
    public static Vector128<double> Sinh(Vector128<double> x) => Map<Lanes128F64>(x, &Sinh);
    public static Vector256<double> Sinh(Vector256<double> x) => Map<Lanes256F64>(x, &Sinh);
    public static Vector512<double> Sinh(Vector512<double> x) => Map<Lanes512F64>(x, &Sinh);

    public static double Cosh(double x) => Math.Cosh(x);
    public static Vector128<double> Cosh(Vector128<double> x) => Map<Lanes128F64>(x, &Cosh);
    public static Vector256<double> Cosh(Vector256<double> x) => Map<Lanes256F64>(x, &Cosh);
    public static Vector512<double> Cosh(Vector512<double> x) => Map<Lanes512F64>(x, &Cosh);

    public static double Asinh(double x) => Math.Asinh(x);
    public static Vector128<double> Asinh(Vector128<double> x) => Map<Lanes128F64>(x, &Asinh);
    public static Vector256<double> Asinh(Vector256<double> x) => Map<Lanes256F64>(x, &Asinh);
    public static Vector512<double> Asinh(Vector512<double> x) => Map<Lanes512F64>(x, &Asinh);

    public static double Acosh(double x) => Math.Acosh(x);
    public static Vector128<double> Acosh(Vector128<double> x) => Map<Lanes128F64>(x, &Acosh);
    public static Vector256<double> Acosh(Vector256<double> x) => Map<Lanes256F64>(x, &Acosh);
    public static Vector512<double> Acosh(Vector512<double> x) => Map<Lanes512F64>(x, &Acosh);

    public static double Atanh(double x) => Math.Atanh(x);
    public static Vector128<double> Atanh(Vector128<double> x) => Map<Lanes128F64>(x, &Atanh);
    public static Vector256<double> Atanh(Vector256<double> x) => Map<Lanes256F64>(x, &Atanh);
    public static Vector512<double> Atanh(Vector512<double> x) => Map<Lanes512F64>(x, &Atanh);

    public static double Cbrt(double x) => Math.Cbrt(x);
    public static Vector128<double> Cbrt(Vector128<double> x) => Map<Lanes128F64>(x, &Cbrt);
    public static Vector256<double> Cbrt(Vector256<double> x) => Map<Lanes256F64>(x, &Cbrt);
    public static Vector512<double> Cbrt(Vector512<double> x) => Map<Lanes512F64>(x, &Cbrt);

    public static double Erf(double x) => SpecialFunctions.Erf(x);
    public static Vector128<double> Erf(Vector128<double> x) => Map<Lanes128F64>(x, &Erf);
    public static Vector256<double> Erf(Vector256<double> x) => Map<Lanes256F64>(x, &Erf);
    public static Vector512<double> Erf(Vector512<double> x) => Map<Lanes512F64>(x, &Erf);

    public static double Erfc(double x) => SpecialFunctions.Erfc(x);
    public static Vector128<double> Erfc(Vector128<double> x) => Map<Lanes128F64>(x, &Erfc);
    public static Vector256<double> Erfc(Vector256<double> x) => Map<Lanes256F64>(x, &Erfc);
    public static Vector512<double> Erfc(Vector512<double> x) => Map<Lanes512F64>(x, &Erfc);

    public static double ErfInv(double x) => SpecialFunctions.ErfInv(x);
    public static Vector128<double> ErfInv(Vector128<double> x) => Map<Lanes128F64>(x, &ErfInv);
    public static Vector256<double> ErfInv(Vector256<double> x) => Map<Lanes256F64>(x, &ErfInv);
    public static Vector512<double> ErfInv(Vector512<double> x) => Map<Lanes512F64>(x, &ErfInv);

    public static double ErfInvOfDraw(double x) => SpecialFunctions.ErfInv(x);
    public static Vector128<double> ErfInvOfDraw(Vector128<double> x) => Map<Lanes128F64>(x, &ErfInvOfDraw);
    public static Vector256<double> ErfInvOfDraw(Vector256<double> x) => Map<Lanes256F64>(x, &ErfInvOfDraw);
    public static Vector512<double> ErfInvOfDraw(Vector512<double> x) => Map<Lanes512F64>(x, &ErfInvOfDraw);

    public static double Lgamma(double x) => SpecialFunctions.Lgamma(x);
    public static Vector128<double> Lgamma(Vector128<double> x) => Map<Lanes128F64>(x, &Lgamma);
    public static Vector256<double> Lgamma(Vector256<double> x) => Map<Lanes256F64>(x, &Lgamma);
    public static Vector512<double> Lgamma(Vector512<double> x) => Map<Lanes512F64>(x, &Lgamma);

    public static double Digamma(double x) => SpecialFunctions.Digamma(x);
    public static Vector128<double> Digamma(Vector128<double> x) => Map<Lanes128F64>(x, &Digamma);
    public static Vector256<double> Digamma(Vector256<double> x) => Map<Lanes256F64>(x, &Digamma);
    public static Vector512<double> Digamma(Vector512<double> x) => Map<Lanes512F64>(x, &Digamma);

    public static double Pow(double x, double y) => Math.Pow(x, y);
    public static Vector128<double> Pow(Vector128<double> x, Vector128<double> y) => Map<Lanes128F64>(x, y, &Pow);
    public static Vector256<double> Pow(Vector256<double> x, Vector256<double> y) => Map<Lanes256F64>(x, y, &Pow);
    public static Vector512<double> Pow(Vector512<double> x, Vector512<double> y) => Map<Lanes512F64>(x, y, &Pow);

    public static double Atan2(double y, double x) => Math.Atan2(y, x);
    public static Vector128<double> Atan2(Vector128<double> y, Vector128<double> x) => Map<Lanes128F64>(y, x, &Atan2);
    public static Vector256<double> Atan2(Vector256<double> y, Vector256<double> x) => Map<Lanes256F64>(y, x, &Atan2);
    public static Vector512<double> Atan2(Vector512<double> y, Vector512<double> x) => Map<Lanes512F64>(y, x, &Atan2);

    public static double Rem(double x, double y) => x % y;
    public static Vector128<double> Rem(Vector128<double> x, Vector128<double> y) => Map<Lanes128F64>(x, y, &Rem);
    public static Vector256<double> Rem(Vector256<double> x, Vector256<double> y) => Map<Lanes256F64>(x, y, &Rem);
    public static Vector512<double> Rem(Vector512<double> x, Vector512<double> y) => Map<Lanes512F64>(x, y, &Rem);

    public static double NextAfter(double x, double y) => SpecialFunctions.NextAfter(x, y);
    public static Vector128<double> NextAfter(Vector128<double> x, Vector128<double> y) => Map<Lanes128F64>(x, y, &NextAfter);
    public static Vector256<double> NextAfter(Vector256<double> x, Vector256<double> y) => Map<Lanes256F64>(x, y, &NextAfter);
    public static Vector512<double> NextAfter(Vector512<double> x, Vector512<double> y) => Map<Lanes512F64>(x, y, &NextAfter);
}
