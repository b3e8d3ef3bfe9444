using System.Globalization;

namespace SpikeJit;

/// <summary>How NumPy writes single elements: all those shown of one tensor alike.</summary>
internal static class ElementFormat
{
    // From these on, or under these, or over such a range, all elements are written with exponents.
    private const double Large = 1e8, Small = 1e-4, Range = 1000;
    private const double LargeScalar = 1e16;
    private const int Precision = 8;

    /// <summary>The one element of a scalar.</summary>
    public static string Scalar(Tensor x)
    {
        if (!x.DType.IsFloat()) return Plain(x, 0);
        double value = Value(x, 0), size = Math.Abs(value);
        if (!double.IsFinite(value)) return Special(value);
        if (size != 0 && (size >= LargeScalar || size < Small)) return Exponential(Digits.Of(value, x.DType), 0, trimPoint: true);
        string text = Digits.Of(value, x.DType).Positional(int.MaxValue);
        return text.EndsWith('.') ? text + "0" : text;
    }

    /// <summary>The text of an element by its row-major position; <paramref name="shown"/> are those that will be asked for.</summary>
    public static Func<int, string> For(Tensor x, int[] shown)
    {
        if (x.DType.IsFloat()) return Floats(x, shown);
        string[] texts = [.. shown.Select(i => Plain(x, i))];
        int width = x.DType == DType.Bool ? 5 : texts.Max(t => t.Length);
        return i => Plain(x, i).PadLeft(width);
    }

    private static Func<int, string> Floats(Tensor x, int[] shown)
    {
        double[] values = [.. shown.Select(i => Value(x, i))];
        double[] finite = [.. values.Where(double.IsFinite)], sizes = [.. finite.Where(v => v != 0).Select(Math.Abs)];
        bool exponents = sizes.Length > 0 && (sizes.Max() >= Large || sizes.Min() < Small || Ratio(x.DType, sizes.Max(), sizes.Min()) > Range);
        Func<double, string> number;
        int left = 0, right = 0;
        if (exponents)
        {
            Digits[] digits = [.. finite.Select(v => Digits.Of(v, x.DType).Rounded(Precision))];
            int decimals = digits.Max(d => d.Text.Length - 1), exponentWidth = digits.Max(d => d.ExponentText.Length);
            // The digits that fill up the column are those of the exact value.
            number = v => Exponential(Digits.Exactly(v, decimals), decimals, exponentWidth);
            left = finite.Max(v => double.IsNegative(v) ? 2 : 1);
            right = exponentWidth + 1 + decimals;
        }
        else
        {
            number = v => Digits.Of(v, x.DType).Positional(Precision);
            foreach (string[] parts in finite.Select(v => number(v).Split('.')))
                (left, right) = (Math.Max(left, parts[0].Length), Math.Max(right, parts[1].Length));
        }
        int whole = left;
        foreach (double v in values.Where(v => !double.IsFinite(v))) whole = Math.Max(whole, Special(v).Length - right - 1);
        return i => Value(x, i) is var v && !double.IsFinite(v) ? Special(v).PadLeft(whole + right + 1) : Aligned(number(v), whole, right, exponents);
    }

    private static string Aligned(string text, int left, int right, bool exponents)
    {
        int point = text.IndexOf('.');
        string aligned = text.PadLeft(text.Length + left - point);
        return exponents ? aligned : aligned.PadRight(left + 1 + right);
    }

    private static string Exponential(Digits d, int decimals, int exponentWidth = 0, bool trimPoint = false)
    {
        string fraction = d.Text[1..].PadRight(decimals, '0'), exponent = d.ExponentText;
        exponent = exponent[0] + exponent[1..].PadLeft(Math.Max(exponentWidth - 1, 2), '0');
        string point = trimPoint && fraction.Length == 0 ? "" : ".";
        return $"{(d.Negative ? "-" : "")}{d.Text[0]}{point}{fraction}e{exponent}";
    }

    private static double Ratio(DType dtype, double most, double least) => dtype == DType.F32 ? (float)most / (float)least : most / least;

    private static string Special(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    private static unsafe double Value(Tensor x, int i) => Numbers.ToDouble(Numbers.Read(x.Storage.Pointer, i, x.DType), x.DType);

    private static unsafe string Plain(Tensor x, int i) => Numbers.Text(Numbers.Read(x.Storage.Pointer, i, x.DType), x.DType);

    /// <summary>±d.ddd·10^exponent: the fewest digits that read back as the same number.</summary>
    private readonly record struct Digits(bool Negative, string Text, int Exponent, double Value)
    {
        public string ExponentText => $"{(Exponent < 0 ? '-' : '+')}{Math.Abs(Exponent):00}";

        public static Digits Of(double value, DType dtype)
        {
            string shortest = dtype == DType.F32 ? ((float)value).ToString("E8", CultureInfo.InvariantCulture) : value.ToString("E16", CultureInfo.InvariantCulture);
            for (int decimals = 0; decimals < 17; decimals++)
            {
                string text = value.ToString($"E{decimals}", CultureInfo.InvariantCulture);
                double back = double.Parse(text, CultureInfo.InvariantCulture);
                if (dtype == DType.F32 ? float.Parse(text, CultureInfo.InvariantCulture) == (float)value : back == value)
                {
                    shortest = text;
                    break;
                }
            }
            return Parse(shortest, value);
        }

        /// <summary>With so many decimals, rounded from the exact value.</summary>
        public static Digits Exactly(double value, int decimals) => Parse(value.ToString($"E{decimals}", CultureInfo.InvariantCulture), value);

        private static Digits Parse(string scientific, double value)
        {
            int e = scientific.IndexOf('E');
            string digits = scientific[..e].TrimStart('-').Replace(".", "");
            return new Digits(double.IsNegative(value), digits[0] + digits[1..].TrimEnd('0'), int.Parse(scientific[(e + 1)..], CultureInfo.InvariantCulture), value);
        }

        /// <summary>With at most so many decimals.</summary>
        public Digits Rounded(int decimals) => Text.Length - 1 <= decimals ? this : Exactly(Value, decimals);

        /// <summary>Without exponent, with at most so many decimals, and always a point.</summary>
        public string Positional(int decimals)
        {
            string sign = Negative ? "-" : "";
            if (Exponent < 0)
            {
                string fraction = new string('0', -Exponent - 1) + Text;
                return fraction.Length <= decimals ? $"{sign}0.{fraction}" : Cut(decimals);
            }
            string digits = Text.PadRight(Exponent + 1, '0');
            return digits.Length - Exponent - 1 <= decimals ? $"{sign}{digits[..(Exponent + 1)]}.{digits[(Exponent + 1)..]}" : Cut(decimals);
        }

        private string Cut(int decimals) => Value.ToString($"F{decimals}", CultureInfo.InvariantCulture).TrimEnd('0');
    }
}
