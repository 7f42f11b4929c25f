using System.Xml.Linq;
using Idunn.Studies.Analysis;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Who got what.</summary>
static class Arms
{
    static readonly string[] heads = ["Arm", "Species", "Product, route, dose and schedule", "Given in all (particles)", "Subjects", "Draws", "Completed", "Died"];

    public static XElement Section(RunResults run) => Parts.Section("arms", "Arms",
        Parts.Table("arms", run.Arms.All(arm => arm.Exits.IsEmpty) ? heads[..^1] : heads, run.Arms.Select(arm => new object?[]
        {
            El("b", arm.Name), arm.Population, arm.Doses.Length == 0 ? "nothing" : arm.Doses, Numbers.Format(arm.DosedParticles),
            Numbers.Count(arm.Subjects), Numbers.Count(arm.Draws), $"{Numbers.Count(arm.Completed)} of {Numbers.Count(arm.Subjects + arm.Draws)}",
            arm.Exits.IsEmpty ? null : string.Join(", ", arm.Exits.Select(exit => exit.Key == "death" ? Numbers.Count(exit.Value) : $"{Numbers.Count(exit.Value)} {exit.Key}")),
        })),
        El("p.note", "Subjects differ from each other at nominal parameters; each draw is a further subject with its own set of the uncertain parameters."));
}
