using SpikeJit.Cli;

return SpikejitApp.Run(args, Terminal.OfProcess);
