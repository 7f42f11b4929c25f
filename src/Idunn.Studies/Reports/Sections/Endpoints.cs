using System.Xml.Linq;
using Idunn.Studies.Analysis;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>One number per subject, summed up per arm.</summary>
static class Endpoints
{
    static readonly string[] heads = ["Endpoint", "Arm", "Unit", "Between subjects", "With parameter uncertainty", "Exists in"];

    static string Compared(RunResults run, EndpointResult endpoint) => endpoint switch
    {
        { ComparedTo: null } => run.ArmName(endpoint.Arm),
        { RelativeTo: { } healthy } => run.Words["{0} to {1}, share of the deficit to {2} restored", run.ArmName(endpoint.Arm), run.ArmName(endpoint.ComparedTo), run.ArmName(healthy)],
        { Kind: "difference" } => run.Words["{0} minus {1}", run.ArmName(endpoint.Arm), run.ArmName(endpoint.ComparedTo)],
        _ => run.Words["{0} over {1}", run.ArmName(endpoint.Arm), run.ArmName(endpoint.ComparedTo)],
    };

    public static XElement? Section(RunResults run)
    {
        if (run.Endpoints.IsEmpty) return null;
        return Parts.Section("endpoints", run.Words["Endpoints"],
            El("p", run.Words["Median, then the 5–95 % range. A difference below what two integrations resolve is shown as 0; the tables on disk keep it."]),
            Parts.Table("endpoints", run.Words.Each(heads), run.Endpoints.Select(endpoint => new object?[]
            {
                El("b", endpoint.Label), Compared(run, endpoint),
                endpoint.Unit is "" or "1" ? run.Words["ratio or share"] : endpoint.Unit, Parts.Interval(run.Words, endpoint.Shown(endpoint.Variability)),
                endpoint.Uncertainty is null ? run.Words["not computed"] : Parts.Interval(run.Words, endpoint.Shown(endpoint.Uncertainty)),
                run.Words["{0} of {1} subjects", Numbers.Count(endpoint.Variability.Count), Numbers.Count(endpoint.Variability.Count + endpoint.Variability.Undefined)],
            })));
    }
}
