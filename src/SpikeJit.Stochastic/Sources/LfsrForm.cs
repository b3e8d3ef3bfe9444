namespace SpikeJit.Stochastic;

/// <summary>Which way a shift register moves. The two forms give mirrored words, so software and hardware must use the same one.</summary>
public enum LfsrForm
{
    /// <summary>state ← state·2 | feedback; feedback is the parity of bits e − 1 over the polynomial's exponents e &gt; 0.</summary>
    LeftShift,

    /// <summary>state ← state/2 | feedback·2^(w−1); feedback is the parity of bits w − e over the polynomial's exponents e &gt; 0.</summary>
    RightShift,
}
