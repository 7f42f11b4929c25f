using Idunn.Modeling.Checking;
using Idunn.Studies.Analysis;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Execution;

/// <summary>How a plan is run; nothing here changes a number of the result.</summary>
public sealed record RunOptions
{
    /// <summary>Where the run goes; null: runs/STUDY/HASH under <see cref="Root"/>.</summary>
    public string? Directory { get; init; }

    public string Root { get; init; } = "";

    /// <summary>Threads that simulate; 0: as many as there are processors.</summary>
    public int Threads { get; init; }

    /// <summary>Writes both tables as CSV too.</summary>
    public bool Csv { get; init; }

    /// <summary>False: no report and no figures are made, and what only they show (an attribution) is not computed.</summary>
    public bool HasReport { get; init; } = true;

    /// <summary>Language of the report, one of <see cref="Wording.Words.Languages"/>. A finished run is only given a report in it.</summary>
    public string Language { get; init; } = "en";

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public FileOpener Open { get; init; } = AtomicFile.Create;
}

/// <summary>Where a run stands.</summary>
public enum RunStage
{
    Simulating,
    Analysing,

    /// <summary>Counts simulations of the study's attribution, not subjects.</summary>
    Attributing,
    Reporting,

    /// <summary>Deciding the claims of a study.</summary>
    Deciding,
}

/// <param name="Done">Subjects (with draws) simulated, by this process or before; of an attribution, simulations.</param>
/// <param name="Total">All subjects and draws; of an attribution, simulations so far asked for.</param>
/// <param name="Resumed">Of <paramref name="Done"/>, those found finished.</param>
/// <param name="Failed">Of those simulated by this process, those that did not reach the end.</param>
public sealed record RunProgress(RunStage Stage, int Done, int Total, int Resumed, int Failed)
{
    /// <summary>Which of several runs it is; empty when there is one.</summary>
    public string Run { get; init; } = "";
}

/// <summary>How a run ended.</summary>
/// <param name="Directory">Folder of the run.</param>
/// <param name="Found">What was there before; <see cref="RunStatus.Complete"/>: nothing was computed.</param>
/// <param name="Manifest">As it stands in the folder.</param>
/// <param name="Problem">Why it stopped, when it did not stop by itself or by the user.</param>
/// <param name="Results">Null when nothing was computed or nothing could be analysed.</param>
public sealed record RunSummary(string Directory, RunStatus? Found, Manifest Manifest, bool WasCancelled, Finding? Problem, RunResults? Results, Timings? Timings)
{
    /// <summary>Letters of the report that the fonts of its pictures lack.</summary>
    public string LettersWithoutGlyph { get; init; } = "";

    /// <summary>True when the run is complete and in every arm a subject reached the end.</summary>
    public bool EveryArmRan => Manifest.Status == RunStatus.Complete && Manifest.Arms.All(arm => arm.Completed > 0);
}
