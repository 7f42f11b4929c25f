using System.Xml.Linq;
using Idunn.Studies.Analysis;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Who got what.</summary>
static class Arms
{
    static readonly string[] heads = ["Arm", "Species", "Product, route, dose and schedule", "Given in all (particles)", "Subjects", "Draws", "Completed"];

    public static XElement Section(RunResults run) => Parts.Section("arms", run.Words["Arms"],
        Parts.Table(run.Words, "arms", heads, run.Arms.Select(arm => new object?[]
        {
            El("b", arm.Name), arm.Population, arm.Doses.Length == 0 ? run.Words["nothing"] : arm.Doses, Numbers.Format(arm.DosedParticles),
            Numbers.Count(arm.Subjects), Numbers.Count(arm.Draws), run.Words["{0} of {1}", Numbers.Count(arm.Completed), Numbers.Count(arm.Subjects + arm.Draws)],
        })),
        El("p.note", run.Words["Subjects differ from each other at nominal parameters; each draw is a further subject with its own set of the uncertain parameters."]));
}
