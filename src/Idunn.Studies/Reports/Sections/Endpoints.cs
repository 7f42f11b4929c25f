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
        { RelativeTo: { } healthy } => $"{run.ArmName(endpoint.Arm)} to {run.ArmName(endpoint.ComparedTo)}, share of the deficit to {run.ArmName(healthy)} restored",
        { Kind: "difference" } => $"{run.ArmName(endpoint.Arm)} minus {run.ArmName(endpoint.ComparedTo)}",
        _ => $"{run.ArmName(endpoint.Arm)} over {run.ArmName(endpoint.ComparedTo)}",
    };

    public static XElement? Section(RunResults run)
    {
        if (run.Endpoints.IsEmpty) return null;
        return Parts.Section("endpoints", "Endpoints",
            El("p", "Median, then the 5–95 % range."),
            Parts.Table("endpoints", heads, run.Endpoints.Select(endpoint => new object?[]
            {
                El("b", endpoint.Label), Compared(run, endpoint),
                endpoint.Unit is "" or "1" ? "ratio or share" : endpoint.Unit, Parts.Interval(endpoint.Variability),
                endpoint.Uncertainty is null ? "not computed" : Parts.Interval(endpoint.Uncertainty),
                $"{Numbers.Count(endpoint.Variability.Count)} of {Numbers.Count(endpoint.Variability.Count + endpoint.Variability.Undefined)} subjects",
            })));
    }
}
