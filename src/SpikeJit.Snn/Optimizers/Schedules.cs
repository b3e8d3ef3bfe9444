namespace SpikeJit.Snn;

internal sealed record ConstantSchedule(double Value) : Schedule
{
    public override Tensor At(Tensor step, DType dtype = DType.F32) => Tensor.Scalar(Value).As(dtype).BroadcastTo(step.Shape);
}

internal sealed record PolynomialSchedule(double Initial, double End, int Steps, int Begin, double Power) : Schedule
{
    public override Tensor At(Tensor step, DType dtype = DType.F32)
    {
        Tensor rest = 1 - (step - Begin).Clip(0, Steps).As(dtype) / (double)Steps;
        return (Power == 1 ? rest : rest.Pow(Power)) * (Initial - End) + End;
    }
}

internal sealed record CosineSchedule(double Initial, int Steps, double Floor, double Exponent) : Schedule
{
    public override Tensor At(Tensor step, DType dtype = DType.F32)
    {
        // ½(1 + cos πs/n), which cancels towards the end, is the square of the sine of half the angle that is left.
        Tensor wave = ((Steps - step.Clip(0, Steps)).As(dtype) * (Math.PI / 2 / Steps)).Sin().Square();
        return ((Exponent == 1 ? wave : wave.Pow(Exponent)) * (1 - Floor) + Floor) * Initial;
    }
}

internal sealed record ExponentialSchedule(double Initial, int Steps, double Rate, int Begin, bool Staircase, double? End) : Schedule
{
    public override Tensor At(Tensor step, DType dtype = DType.F32)
    {
        Tensor turns = Tensor.Maximum(step - Begin, 0).As(dtype) / (double)Steps;
        if (Staircase) turns = turns.Floor();
        Tensor value = (turns * Math.Log(Rate)).Exp() * Initial;
        if (End is not { } end) return value;
        return Rate < 1 ? Tensor.Maximum(value, end) : Tensor.Minimum(value, end);
    }
}

internal sealed record PiecewiseSchedule(double Initial, (int Step, double Scale)[] Changes) : Schedule
{
    public override Tensor At(Tensor step, DType dtype = DType.F32)
    {
        Tensor value = Tensor.Scalar(Initial).As(dtype).BroadcastTo(step.Shape);
        foreach ((int at, double scale) in Changes) value = Tensor.Select(step >= at, value * scale, value);
        return value;
    }
}

internal sealed record InterpolatedSchedule(double Initial, bool Wave, (int Step, double Scale)[] Changes) : Schedule
{
    public override Tensor At(Tensor step, DType dtype = DType.F32)
    {
        Tensor value = Tensor.Scalar(Initial).As(dtype).BroadcastTo(step.Shape);
        double from = Initial;
        int start = 0;
        foreach ((int at, double scale) in Changes)
        {
            double to = from * scale;
            // Both weights from whole steps: 1 - w would lose the digits of a small end.
            Tensor gone = (step - start).Clip(0, at - start), part = Weight(gone, at - start, dtype), rest = Weight(at - start - gone, at - start, dtype);
            value = Tensor.Select(step >= start, part * to + rest * from, value);
            (from, start) = (to, at);
        }
        return value;
    }

    private Tensor Weight(Tensor steps, int of, DType dtype) =>
        Wave ? (steps.As(dtype) * (Math.PI / 2 / of)).Sin().Square() : steps.As(dtype) / (double)of;
}

internal sealed record JoinedSchedule(Schedule[] Schedules, int[] Boundaries) : Schedule
{
    public override Tensor At(Tensor step, DType dtype = DType.F32)
    {
        Tensor value = Schedules[0].At(step, dtype);
        for (int i = 0; i < Boundaries.Length; i++)
            value = Tensor.Select(step >= Boundaries[i], Schedules[i + 1].At(Tensor.Maximum(step - Boundaries[i], 0), dtype), value);
        return value;
    }
}
