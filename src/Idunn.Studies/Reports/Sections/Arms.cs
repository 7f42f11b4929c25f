using System.Xml.Linq;
using Idunn.Studies.Analysis;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Who got what.</summary>
static class Arms
{
    static readonly string[] heads = ["Arm", "Species", "Product, route, dose and schedule", "Given in all (particles)", "Subjects", "Draws", "Completed"];

    public static XElement Section(RunResults run) => Parts.Section("arms", "Arms",
        Parts.Table("arms", heads, run.Arms.Select(arm => new object?[]
        {
            El("b", arm.Name), arm.Population, arm.Doses.Length == 0 ? "nothing" : arm.Doses, Numbers.Format(arm.DosedParticles),
            Numbers.Count(arm.Subjects), Numbers.Count(arm.Draws), $"{Numbers.Count(arm.Completed)} of {Numbers.Count(arm.Subjects + arm.Draws)}",
        })),
        El("p.note", "Subjects differ from each other at nominal parameters; each draw is a further subject with its own set of the uncertain parameters."));
}
