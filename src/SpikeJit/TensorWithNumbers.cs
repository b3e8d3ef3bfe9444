namespace SpikeJit;

// A C# number takes the dtype of the tensor beside it, as long as that can hold its kind: x * 2.0 stays F32 for an F32 tensor, and an integer tensor
// becomes F32 beside a float or double.
public sealed partial class Tensor
{
    private Tensor Beside(double number) => DType.IsFloat() ? Number(number) : Scalar((float)number);

    private Tensor Beside(int number) => DType == DType.Bool ? Scalar(number) : Number(number);

    /// <summary>a + b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator +(Tensor a, double b) => a + a.Beside(b);

    /// <summary>a + b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator +(double a, Tensor b) => b.Beside(a) + b;

    /// <summary>a + b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator +(Tensor a, int b) => a + a.Beside(b);

    /// <summary>a + b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator +(int a, Tensor b) => b.Beside(a) + b;

    /// <summary>a - b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator -(Tensor a, double b) => a - a.Beside(b);

    /// <summary>a - b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator -(double a, Tensor b) => b.Beside(a) - b;

    /// <summary>a - b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator -(Tensor a, int b) => a - a.Beside(b);

    /// <summary>a - b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator -(int a, Tensor b) => b.Beside(a) - b;

    /// <summary>a · b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator *(Tensor a, double b) => a * a.Beside(b);

    /// <summary>a · b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator *(double a, Tensor b) => b.Beside(a) * b;

    /// <summary>a · b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator *(Tensor a, int b) => a * a.Beside(b);

    /// <summary>a · b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator *(int a, Tensor b) => b.Beside(a) * b;

    /// <summary>a / b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator /(Tensor a, double b) => a / a.Beside(b);

    /// <summary>a / b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator /(double a, Tensor b) => b.Beside(a) / b;

    /// <summary>a / b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator /(Tensor a, int b) => a / a.Beside(b);

    /// <summary>a / b with a number, which takes the tensor's dtype.</summary>
    public static Tensor operator /(int a, Tensor b) => b.Beside(a) / b;

    /// <summary>The remainder by a number, with the number's sign.</summary>
    public static Tensor operator %(Tensor a, double b) => a % a.Beside(b);

    /// <summary>The remainder by a number, with the number's sign.</summary>
    public static Tensor operator %(Tensor a, int b) => a % a.Beside(b);

    /// <summary>The bits in both, the number taking the tensor's dtype.</summary>
    public static Tensor operator &(Tensor a, int b) => a & a.Beside(b);

    /// <summary>The bits in either, the number taking the tensor's dtype.</summary>
    public static Tensor operator |(Tensor a, int b) => a | a.Beside(b);

    /// <summary>The bits in exactly one, the number taking the tensor's dtype.</summary>
    public static Tensor operator ^(Tensor a, int b) => a ^ a.Beside(b);

    /// <summary>a &lt; b, a Bool tensor.</summary>
    public static Tensor operator <(Tensor a, double b) => a < a.Beside(b);

    /// <summary>a &lt; b, a Bool tensor.</summary>
    public static Tensor operator <(double a, Tensor b) => b.Beside(a) < b;

    /// <summary>a &lt; b, a Bool tensor.</summary>
    public static Tensor operator <(Tensor a, int b) => a < a.Beside(b);

    /// <summary>a &lt; b, a Bool tensor.</summary>
    public static Tensor operator <(int a, Tensor b) => b.Beside(a) < b;

    /// <summary>a &gt; b, a Bool tensor.</summary>
    public static Tensor operator >(Tensor a, double b) => a > a.Beside(b);

    /// <summary>a &gt; b, a Bool tensor.</summary>
    public static Tensor operator >(double a, Tensor b) => b.Beside(a) > b;

    /// <summary>a &gt; b, a Bool tensor.</summary>
    public static Tensor operator >(Tensor a, int b) => a > a.Beside(b);

    /// <summary>a &gt; b, a Bool tensor.</summary>
    public static Tensor operator >(int a, Tensor b) => b.Beside(a) > b;

    /// <summary>a &lt;= b, a Bool tensor.</summary>
    public static Tensor operator <=(Tensor a, double b) => a <= a.Beside(b);

    /// <summary>a &lt;= b, a Bool tensor.</summary>
    public static Tensor operator <=(double a, Tensor b) => b.Beside(a) <= b;

    /// <summary>a &lt;= b, a Bool tensor.</summary>
    public static Tensor operator <=(Tensor a, int b) => a <= a.Beside(b);

    /// <summary>a &lt;= b, a Bool tensor.</summary>
    public static Tensor operator <=(int a, Tensor b) => b.Beside(a) <= b;

    /// <summary>a &gt;= b, a Bool tensor.</summary>
    public static Tensor operator >=(Tensor a, double b) => a >= a.Beside(b);

    /// <summary>a &gt;= b, a Bool tensor.</summary>
    public static Tensor operator >=(double a, Tensor b) => b.Beside(a) >= b;

    /// <summary>a &gt;= b, a Bool tensor.</summary>
    public static Tensor operator >=(Tensor a, int b) => a >= a.Beside(b);

    /// <summary>a &gt;= b, a Bool tensor.</summary>
    public static Tensor operator >=(int a, Tensor b) => b.Beside(a) >= b;

    /// <summary>Whether elements equal a number, a Bool tensor.</summary>
    public Tensor Equal(double number) => Equal(Beside(number));

    /// <summary>Whether elements equal a number, a Bool tensor.</summary>
    public Tensor Equal(int number) => Equal(Beside(number));

    /// <summary>Whether elements differ from a number, a Bool tensor.</summary>
    public Tensor NotEqual(double number) => NotEqual(Beside(number));

    /// <summary>Whether elements differ from a number, a Bool tensor.</summary>
    public Tensor NotEqual(int number) => NotEqual(Beside(number));

    /// <summary>this &lt; number, a Bool tensor.</summary>
    public Tensor Less(double number) => Less(Beside(number));

    /// <summary>this &lt; number, a Bool tensor.</summary>
    public Tensor Less(int number) => Less(Beside(number));

    /// <summary>this ≤ number, a Bool tensor.</summary>
    public Tensor LessOrEqual(double number) => LessOrEqual(Beside(number));

    /// <summary>this ≤ number, a Bool tensor.</summary>
    public Tensor LessOrEqual(int number) => LessOrEqual(Beside(number));

    /// <summary>this &gt; number, a Bool tensor.</summary>
    public Tensor Greater(double number) => Greater(Beside(number));

    /// <summary>this &gt; number, a Bool tensor.</summary>
    public Tensor Greater(int number) => Greater(Beside(number));

    /// <summary>this ≥ number, a Bool tensor.</summary>
    public Tensor GreaterOrEqual(double number) => GreaterOrEqual(Beside(number));

    /// <summary>this ≥ number, a Bool tensor.</summary>
    public Tensor GreaterOrEqual(int number) => GreaterOrEqual(Beside(number));

    /// <summary>The larger of a tensor and a number.</summary>
    public static Tensor Maximum(Tensor a, double b) => Maximum(a, a.Beside(b));

    /// <summary>The larger of a tensor and a number.</summary>
    public static Tensor Maximum(Tensor a, int b) => Maximum(a, a.Beside(b));

    /// <summary>The smaller of a tensor and a number.</summary>
    public static Tensor Minimum(Tensor a, double b) => Minimum(a, a.Beside(b));

    /// <summary>The smaller of a tensor and a number.</summary>
    public static Tensor Minimum(Tensor a, int b) => Minimum(a, a.Beside(b));

    /// <summary>thisᵉ with a real exponent.</summary>
    public Tensor Pow(double exponent) => Pow(Beside(exponent));

    /// <summary>The tensor where the condition holds, else a number.</summary>
    public static Tensor Select(Tensor condition, Tensor a, double b) => Select(condition, a, a.Beside(b));

    /// <summary>The tensor where the condition holds, else a number.</summary>
    public static Tensor Select(Tensor condition, Tensor a, int b) => Select(condition, a, a.Beside(b));

    /// <summary>A number where the condition holds, else the tensor.</summary>
    public static Tensor Select(Tensor condition, double a, Tensor b) => Select(condition, b.Beside(a), b);

    /// <summary>A number where the condition holds, else the tensor.</summary>
    public static Tensor Select(Tensor condition, int a, Tensor b) => Select(condition, b.Beside(a), b);

    /// <summary>One number where the condition holds, else the other, F32.</summary>
    public static Tensor Select(Tensor condition, double a, double b) => Select(condition, Scalar((float)a), Scalar((float)b));

    /// <summary>One number where the condition holds, else the other, I32.</summary>
    public static Tensor Select(Tensor condition, int a, int b) => Select(condition, Scalar(a), Scalar(b));

    /// <summary>floor(a / b) with a number.</summary>
    public static Tensor FloorDivide(Tensor a, double b) => FloorDivide(a, a.Beside(b));

    /// <summary>floor(a / b) with a number.</summary>
    public static Tensor FloorDivide(Tensor a, int b) => FloorDivide(a, a.Beside(b));
}
