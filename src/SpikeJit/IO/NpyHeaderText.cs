namespace SpikeJit.IO;

/// <summary>
/// The text of an .npy header, a Python dictionary: <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (2, 3), }</c>.
/// </summary>
internal ref struct NpyHeaderText
{
    private static readonly (string Name, DType DType)[] s_types =
    [
        ("|b1", DType.Bool), ("|u1", DType.U8), ("|i1", DType.I8), ("<i4", DType.I32), ("<u4", DType.U32),
        ("<i8", DType.I64), ("<u8", DType.U64), ("<f4", DType.F32), ("<f8", DType.F64),
    ];

    private readonly ReadOnlySpan<char> _text;
    private readonly string _where;
    private int _at;

    private NpyHeaderText(string text, string where)
    {
        _text = text;
        _where = where;
    }

    /// <summary>NumPy's name of an element type, with its byte order.</summary>
    public static string Descr(DType dtype) => Array.Find(s_types, t => t.DType == dtype).Name;

    public static NpyHeader Parse(string text, string where) => new NpyHeaderText(text, where).Dictionary();

    private NpyHeader Dictionary()
    {
        DType? dtype = null;
        bool? columnMajor = null;
        ulong[]? extents = null;
        Expect('{');
        while (!Take('}'))
        {
            string key = String();
            Expect(':');
            bool again = false;
            switch (key)
            {
                case "descr":
                    again = dtype is not null;
                    dtype = Type();
                    break;
                case "fortran_order":
                    again = columnMajor is not null;
                    columnMajor = Bool();
                    break;
                case "shape":
                    again = extents is not null;
                    extents = Tuple();
                    break;
                default:
                    throw Bad($"has the unknown key '{key}'");
            }
            if (again) throw Bad($"gives '{key}' twice");
            if (Take(',')) continue;
            Expect('}');
            break;
        }
        if (Peek() != '\0') throw Bad($"goes on after its dictionary, at character {_at}");
        if (dtype is null || columnMajor is null || extents is null) throw Bad("lacks one of 'descr', 'fortran_order', 'shape'");
        return new(dtype.Value, columnMajor.Value, FileChecks.Shape(extents, dtype.Value, _where));
    }

    private readonly InvalidDataException Bad(string what) =>
        new($"{_where}: the header {what}. Read: {_text[..Math.Min(_text.Length, 200)].TrimEnd()}");

    private DType Type()
    {
        if (Peek() is '[' or '(') throw Bad("describes records with fields. Save each field as an array of its own");
        string descr = String();
        // One byte has no order, whatever a writer put before it.
        string name = descr.EndsWith("b1", StringComparison.Ordinal) || descr.EndsWith("u1", StringComparison.Ordinal) ? $"|{descr[^2..]}" : descr;
        int at = Array.FindIndex(s_types, t => t.Name == name);
        if (at >= 0) return s_types[at].DType;
        throw descr.StartsWith('>')
            ? Bad($"says big-endian ({descr}). Convert the array with astype('<{descr[1..]}') and save it again")
            : Bad($"names the type {descr}, for which there is no element type here. Convert it to one of {string.Join(", ", s_types.Select(t => t.Name))}");
    }

    private bool Bool()
    {
        Peek();
        ReadOnlySpan<char> rest = _text[_at..];
        bool value = rest.StartsWith("True");
        if (!value && !rest.StartsWith("False")) throw Bad("has a 'fortran_order' that is neither True nor False");
        _at += value ? 4 : 5;
        return value;
    }

    private ulong[] Tuple()
    {
        var values = new List<ulong>();
        bool comma = true;
        Expect('(');
        while (!Take(')'))
        {
            if (!comma) throw Bad("has a shape without a comma between its extents");
            if (Peek() == '-') throw Bad("has a negative extent");
            int start = _at;
            while (char.IsAsciiDigit(Peek(skip: false))) _at++;
            if (_at == start) throw Bad("has a shape that is no tuple of integers");
            if (!ulong.TryParse(_text[start.._at], out ulong value)) throw Bad($"has the extent {_text[start.._at]}, beyond 2⁶⁴");
            Take('L'); // Python 2 wrote long integers so.
            values.Add(value);
            comma = Take(',');
        }
        if (values.Count == 1 && !comma) throw Bad("has a shape that is a number in parentheses, not a tuple; a tuple of one has a comma");
        return [.. values];
    }

    private string String()
    {
        char quote = Peek();
        if (quote is not ('\'' or '"')) throw Bad($"has no string at character {_at}, where one is due");
        int end = _text[(_at + 1)..].IndexOf(quote);
        if (end < 0) throw Bad("has a string without end");
        string value = _text.Slice(_at + 1, end).ToString();
        _at += end + 2;
        return value;
    }

    private char Peek(bool skip = true)
    {
        while (skip && _at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool Take(char c)
    {
        if (Peek() != c) return false;
        _at++;
        return true;
    }

    private void Expect(char c)
    {
        if (!Take(c)) throw Bad($"has no '{c}' at character {_at}, where one is due");
    }
}
