namespace Idunn.Studies.Tests.Modules;

/// <summary>The modules identity, epigenome and safety as the whole puts them together, and the protocols of their tests.</summary>
internal static class ReprogrammingParts
{
    public static readonly string[] Tables = ["identity.tsv", "epigenome.tsv", "safety.tsv", "effects.tsv"];

    /// <summary>One region with its somatic and its progenitor cells. Everything around is at rest unless a test sets it; arrest without therapy is that of young cells.</summary>
    public static ModuleHarness Together() => ModuleHarness.FromText("""
        import "identity.ant"
        import "epigenome.ant"
        import "safety.ant"
        model *together()
          unit time = 86400 second;
          unit day = 86400 second;
          unit year = 31557600 second;
          unit per_day = 1 / day;
          unit year_per_day = year / day;
          pace has year_per_day; ageing has dimensionless; start_age has year; oskm_induction has dimensionless; engagement has dimensionless;
          damage has dimensionless; p53 has dimensionless; p21 has dimensionless; p53_untreated has dimensionless; p21_untreated has dimensionless;
          somatic_opening_rate has per_day; progenitor_opening_rate has per_day;
          var passed; passed has year; passed = 0; passed' = ageing * pace;
          human_equivalent_age := start_age + passed; human_equivalent_age has year;
          somatic: identity(p53, oskm_induction, engagement, somatic_opening_rate);
          progenitor: identity(p53, oskm_induction, engagement, progenitor_opening_rate);
          methylation: epigenome(pace, ageing, somatic.oct4, somatic.klf4, somatic.identity_index, human_equivalent_age, engagement);
          p53_somatic := p53; p53_somatic_untreated := p53_untreated;
          risk: safety(pace, ageing, damage, p53_somatic, p53, p21, somatic.accessibility, progenitor.accessibility, progenitor.identity_index, progenitor.myc, p53_somatic_untreated, p53_untreated, p21_untreated, oskm_induction);
        end
        """, Tables)
        .Set("pace", 1 / 365.25).Set("ageing", 1).Set("start_age", 25).Set("oskm_induction", 0).Set("engagement", 0)
        .Set("damage", 1).Set("p53", 1).Set("p21", 1).Set("p53_untreated", 1).Set("p21_untreated", 1);

    public static ModuleHarness Culture() => ModuleHarness.FromText("""
        import "fibroblast_culture.ant"
        model *dish()
          unit time = 86400 second;
          oskm_induction has dimensionless;
          part: fibroblast_culture(oskm_induction);
        end
        """, ["identity.tsv", "epigenome.tsv", "effects.tsv", "fibroblast_culture.tsv"]).Set("oskm_induction", 1);

    /// <summary>Two days on, five off, for so many weeks; looks at the end of each phase, where accessibility peaks and falls.</summary>
    public static double[] Cycles(this ModuleHarness parts, int weeks, Action<double[]> look)
    {
        var state = parts.InitialState();
        for (var week = 0; week < weeks; week++)
        {
            look(state = parts.Set("oskm_induction", 1).SolveFrom(state, 2).States[^1]);
            look(state = parts.Set("oskm_induction", 0).SolveFrom(state, 5).States[^1]);
        }
        return state;
    }

    /// <summary>So many days on, then so many off.</summary>
    public static ModuleHarness.Course Pulse(this ModuleHarness parts, double on, double off)
    {
        var induced = parts.Set("oskm_induction", 1).Solve(on).States[^1];
        return parts.Set("oskm_induction", 0).SolveFrom(induced, off);
    }
}
