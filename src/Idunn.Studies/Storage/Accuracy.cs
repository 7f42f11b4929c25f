namespace Idunn.Studies.Storage;

/// <summary>How exactly a run integrated. Errors are relative to a readout's size, or to a thousandth of its largest size where it is smaller, over all readouts, output times and subjects of a sample.</summary>
/// <param name="Target">The relative error that the study or its model asks for.</param>
/// <param name="StepTolerance">Relative tolerance of each step with which the run was made.</param>
/// <param name="Error">Root mean square of the error that it left, in subjects of the run simulated again at <paramref name="ReferenceTolerance"/>. Null when there was nothing to compare.</param>
/// <param name="LargestError">Largest of those errors.</param>
/// <param name="PilotSubjects">Subjects by which the step tolerance was picked; 0: too few tasks for a pilot, the target was taken.</param>
/// <param name="AuditedSubjects">Other subjects, in which the error was measured.</param>
public sealed record Accuracy(double Target, double StepTolerance, double? Error, double? LargestError, double ReferenceTolerance, int PilotSubjects, int AuditedSubjects);
