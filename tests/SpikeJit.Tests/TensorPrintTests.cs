namespace SpikeJit.Tests;

/// <summary>The texts that NumPy's str gives for the same arrays.</summary>
public sealed class TensorPrintTests
{
    public static TheoryData<Tensor, string> Arrays => new()
    {
        { Tensor.From<float>([1.0f, 2.0f, 3.0f], [3]), "[1. 2. 3.]" },
        { Tensor.From<float>([1.0f, 2.5f, -3.0f], [3]), "[ 1.   2.5 -3. ]" },
        { Tensor.From<float>([0.1f, 0.33333334f, 0.6666667f], [3]), "[0.1        0.33333334 0.6666667 ]" },
        { Tensor.From<float>([1.0f, 2.0f, 3.0f, 4.25f], [2, 2]), "[[1.   2.  ]\n [3.   4.25]]" },
        { Tensor.From<float>([1e-05f, 1.0f], [2]), "[1.e-05 1.e+00]" },
        { Tensor.From<float>([100000000.0f, 1.0f], [2]), "[1.e+08 1.e+00]" },
        { Tensor.From<float>([10000000000.0f, 0.0015f], [2]), "[1.0e+10 1.5e-03]" },
        { Tensor.From<float>([0.001f, 1.001f], [2]), "[1.000e-03 1.001e+00]" },
        { Tensor.From<float>([float.NaN, 1.0f, 2.5f], [3]), "[nan 1.  2.5]" },
        { Tensor.From<float>([float.PositiveInfinity, float.NegativeInfinity, float.NaN], [3]), "[ inf -inf  nan]" },
        { Tensor.From<float>([float.PositiveInfinity, 1.0f], [2]), "[inf  1.]" },
        { Tensor.From<float>([float.NegativeInfinity, 1.5f], [2]), "[-inf  1.5]" },
        { Tensor.From<float>([1e-10f, float.NaN, float.NegativeInfinity], [3]), "[1.e-10    nan   -inf]" },
        { Tensor.From<float>([0.0f, -0.0f], [2]), "[ 0. -0.]" },
        { Tensor.From<float>([1.0f, 2.0f, 3.0f, 4.0f, 5.0f, 6.0f, 7.0f, 8.0f], [2, 2, 2]), "[[[1. 2.]\n  [3. 4.]]\n\n [[5. 6.]\n  [7. 8.]]]" },
        { Tensor.From<float>([123456.7f, 0.25f], [2]), "[1.234567e+05 2.500000e-01]" },
        { Tensor.From<float>([12345678.0f, 1.0f], [2]), "[1.2345678e+07 1.0000000e+00]" },
        { Tensor.From<float>([-1e-08f, 2e+20f], [2]), "[-1.e-08  2.e+20]" },
        { Tensor.From<double>([0.3333333333333333, 333.3333333333333], [2]), "[  0.33333333 333.33333333]" },
        { Tensor.From<double>([0.3333333333333333, 1e+300], [2]), "[3.33333333e-001 1.00000000e+300]" },
        { Tensor.From<double>([3.141592653589793, 0.001], [2]), "[3.14159265e+00 1.00000000e-03]" },
        { Tensor.From<int>([1, -20, 300], [3]), "[  1 -20 300]" },
        { Tensor.From<int>([1, 2, -3, 40], [2, 2]), "[[ 1  2]\n [-3 40]]" },
        { Tensor.From<float>([1.0f, 0.0f], [2]), "[1. 0.]" },
        { Tensor.From<float>([1.0f, 0.0f], [2, 1]), "[[1.]\n [0.]]" },
        { Tensor.From<byte>([0, 255], [2]), "[  0 255]" },
        { Tensor.From<long>([-9223372036854775807, 1], [2]), "[-9223372036854775807                    1]" },
        { Tensor.From<float>([float.NaN], [1]), "[nan]" },
        { Tensor.From<float>([999.0f, 1000.5f, 0.5f], [3]), "[9.9900e+02 1.0005e+03 5.0000e-01]" },
        { Tensor.From<float>([3.4028235e+38f, 1e-45f], [2]), "[3.4028235e+38 1.4012985e-45]" },
        { Tensor.From<float>([100000.0f, 1e-04f, 0.0f], [3]), "[1.e+05 1.e-04 0.e+00]" },
        { Tensor.Scalar(1.5f), "1.5" },
        { Tensor.Scalar(0.1f), "0.1" },
        { Tensor.Scalar(1e-05f), "1e-05" },
        { Tensor.Scalar(1e+20f), "1e+20" },
        { Tensor.Scalar(100000.0f), "100000.0" },
        { Tensor.Scalar(1000000000000000.0f), "1000000000000000.0" },
        { Tensor.Scalar(-0.0f), "-0.0" },
        { Tensor.Scalar(float.NaN), "nan" },
        { Tensor.Scalar(float.PositiveInfinity), "inf" },
        { Tensor.Scalar(1.25e-07f), "1.25e-07" },
        { Tensor.Scalar(1d / 3), "0.3333333333333333" },
        { Tensor.Scalar(7), "7" },
        { Tensor.Scalar(true), "True" },
        { Tensor.Scalar(-0.0), "-0.0" },
        { Tensor.Arange(30, DType.F32), "[ 0.  1.  2.  3.  4.  5.  6.  7.  8.  9. 10. 11. 12. 13. 14. 15. 16. 17.\n 18. 19. 20. 21. 22. 23. 24. 25. 26. 27. 28. 29.]" },
        { Tensor.Arange(30, DType.F32) / 8f, "[0.    0.125 0.25  0.375 0.5   0.625 0.75  0.875 1.    1.125 1.25  1.375\n 1.5   1.625 1.75  1.875 2.    2.125 2.25  2.375 2.5   2.625 2.75  2.875\n 3.    3.125 3.25  3.375 3.5   3.625]" },
        { Tensor.Arange(1001), "[   0    1    2 ...  998  999 1000]" },
        { Tensor.Arange(2000, DType.F32).Reshape(2, 1000), "[[0.000e+00 1.000e+00 2.000e+00 ... 9.970e+02 9.980e+02 9.990e+02]\n [1.000e+03 1.001e+03 1.002e+03 ... 1.997e+03 1.998e+03 1.999e+03]]" },
        { Tensor.Arange(10000).Reshape(100, 100), "[[   0    1    2 ...   97   98   99]\n [ 100  101  102 ...  197  198  199]\n [ 200  201  202 ...  297  298  299]\n ...\n [9700 9701 9702 ... 9797 9798 9799]\n [9800 9801 9802 ... 9897 9898 9899]\n [9900 9901 9902 ... 9997 9998 9999]]" },
        { Tensor.Arange(1200).Reshape(10, 4, 30), "[[[   0    1    2 ...   27   28   29]\n  [  30   31   32 ...   57   58   59]\n  [  60   61   62 ...   87   88   89]\n  [  90   91   92 ...  117  118  119]]\n\n [[ 120  121  122 ...  147  148  149]\n  [ 150  151  152 ...  177  178  179]\n  [ 180  181  182 ...  207  208  209]\n  [ 210  211  212 ...  237  238  239]]\n\n [[ 240  241  242 ...  267  268  269]\n  [ 270  271  272 ...  297  298  299]\n  [ 300  301  302 ...  327  328  329]\n  [ 330  331  332 ...  357  358  359]]\n\n ...\n\n [[ 840  841  842 ...  867  868  869]\n  [ 870  871  872 ...  897  898  899]\n  [ 900  901  902 ...  927  928  929]\n  [ 930  931  932 ...  957  958  959]]\n\n [[ 960  961  962 ...  987  988  989]\n  [ 990  991  992 ... 1017 1018 1019]\n  [1020 1021 1022 ... 1047 1048 1049]\n  [1050 1051 1052 ... 1077 1078 1079]]\n\n [[1080 1081 1082 ... 1107 1108 1109]\n  [1110 1111 1112 ... 1137 1138 1139]\n  [1140 1141 1142 ... 1167 1168 1169]\n  [1170 1171 1172 ... 1197 1198 1199]]]" },
        { Tensor.Arange(24).Reshape(2, 3, 4), "[[[ 0  1  2  3]\n  [ 4  5  6  7]\n  [ 8  9 10 11]]\n\n [[12 13 14 15]\n  [16 17 18 19]\n  [20 21 22 23]]]" },
        { Tensor.Arange(8).Reshape(2, 2, 1, 2), "[[[[0 1]]\n\n  [[2 3]]]\n\n\n [[[4 5]]\n\n  [[6 7]]]]" },
        { Tensor.Zeros([0, 3]), "[]" },
        { Tensor.Ones([2, 2]), "[[1. 1.]\n [1. 1.]]" },
        { Tensor.Arange(40) - 20, "[-20 -19 -18 -17 -16 -15 -14 -13 -12 -11 -10  -9  -8  -7  -6  -5  -4  -3\n  -2  -1   0   1   2   3   4   5   6   7   8   9  10  11  12  13  14  15\n  16  17  18  19]" },
        { Tensor.Full([20], 0.3333333f), "[0.3333333 0.3333333 0.3333333 0.3333333 0.3333333 0.3333333 0.3333333\n 0.3333333 0.3333333 0.3333333 0.3333333 0.3333333 0.3333333 0.3333333\n 0.3333333 0.3333333 0.3333333 0.3333333 0.3333333 0.3333333]" },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Arrays))]
    public void Tensors_print_as_arrays_do_in_NumPy(Tensor tensor, string text) => Assert.Equal(text, tensor.ToString());

    [Fact]
    public void A_traced_tensor_prints_its_type()
    {
        string text = "";
        Fn.Trace((Tensor x) =>
        {
            text = x.ToString();
            return x;
        })(Tensor.Zeros([3]));
        Assert.Equal("f32[3] (traced)", text);
    }
}
