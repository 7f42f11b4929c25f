using System.Xml.Linq;
using Idunn.Studies.Analysis;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Who got what.</summary>
static class Arms
{
    static readonly string[] heads = ["Arm", "Species", "Product, route, dose and schedule", "Given in all (particles)", "Subjects", "Draws", "Completed", "Died"];

    public static XElement Section(RunResults run) => Parts.Section("arms", run.Words["Arms"],
        Parts.Table("arms", run.Words.Each(run.Arms.All(arm => arm.Exits.IsEmpty) ? heads[..^1] : heads), run.Arms.Select(arm => new object?[]
        {
            El("b", arm.Name), arm.Population, arm.Doses.Length == 0 ? run.Words["nothing"] : arm.Doses, Numbers.Format(arm.DosedParticles),
            Numbers.Count(arm.Subjects), Numbers.Count(arm.Draws), run.Words["{0} of {1}", Numbers.Count(arm.Completed), Numbers.Count(arm.Subjects + arm.Draws)],
            arm.Exits.IsEmpty ? null : string.Join(run.Words.Comma, arm.Exits.Select(exit => exit.Key == "death" ? Numbers.Count(exit.Value) : run.Words["{0} {1}", Numbers.Count(exit.Value), run.Words.Name(exit.Key)])),
        })),
        El("p.note", run.Words["Subjects differ from each other at nominal parameters; each draw is a further subject with its own set of the uncertain parameters."]));
}
