using System.Collections.Immutable;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Claims;

/// <summary>
/// Solves for one quantity at a time at which a claim begins to hold in the typical subject, the rest at their medians: by bisection on the logarithm, after looking over decades from the usual
/// value upwards.
/// </summary>
internal sealed class WhatWouldHaveToBeTrue(StudyPlan plan)
{
    /// <summary>In place of a parameter: every dose of a product is multiplied.</summary>
    public const string Dose = "dose";

    // Factors on the usual value that are looked at; beyond twelve decades nothing is meant any more.
    private const int Decades = 12;
    private const int Bisections = 24;

    private readonly TypicalSubject subject = new(plan);
    private readonly EndpointPlan endpoints = EndpointPlan.Create(plan);

    public ImmutableArray<Requirement> Of(Claim claim, Endpoint endpoint, string arm, string hypothesis) => hypothesis.Length > 0 && plan.Card.Hypotheses.First(one => one.Name == hypothesis).Sets.IsEmpty
        ? []
        : [.. claim.Levers.Select(lever => Solve(claim, endpoint, arm, lever))];

    private Requirement Solve(Claim claim, Endpoint endpoint, string arm, string lever)
    {
        var planned = endpoints.Endpoints.First(one => one.Column == endpoint.Id);
        var treated = plan.Arms.First(one => one.Arm.Id == arm);
        // The other arms do not have the lever: they are simulated once.
        double[] others = endpoint.Arms.Length == 2
            ? [.. new[] { endpoint.Arms[1], endpoint.RelativeTo ?? endpoint.Arms[1] }.Select(id => subject.Evaluate(plan.Arms.First(one => one.Arm.Id == id), planned, Change.None))]
            : [];
        var compare = RunAnalysis.Comparison(endpoint);
        bool Holds(Change change)
        {
            var value = subject.Evaluate(treated, planned, change);
            return claim.Test!.Holds(others.Length == 0 ? value : compare(value, others[0], others[1]));
        }
        if (lever == Dose)
            return Named(lever, Phrase.Of("dose, as a multiple of the study's"), Search(1, double.PositiveInfinity, factor => Holds(new(-1, -1, true, factor))), 1, "", "", double.NaN, double.NaN);
        if (plan.Card.Treatments.GetValueOrDefault(lever) is { } treatment)
            return Named(lever, treatment.Title, Search(1e-4, 1, level => Holds(new(-1, plan.Compiled.IndexOfState(treatment.State), false, level))), 0, "", "", double.NaN, double.NaN);
        return Parameter(lever, treated, Holds);
    }

    private Requirement Parameter(string lever, ArmPlan treated, Func<Change, bool> holds)
    {
        var input = plan.Inputs.First(number => number.Id == lever);
        var values = new double[plan.Compiled.ParameterIds.Length];
        treated.SetTypicalParameters(values);
        var index = plan.Compiled.IndexOfParameter(lever);
        var factor = values[index] != 0 ? input.Value / values[index] : 1;
        var (low, high) = plan.PriorBounds.GetValueOrDefault(lever, (double.NaN, double.NaN));
        // A share has a ceiling of one; other numbers have none that is known.
        var ceiling = input.Unit is "1" or "" ? 1 : double.PositiveInfinity;
        var found = Search(values[index], ceiling, value => holds(new(index, -1, false, Math.Min(value, ceiling == 1 ? 0.999999 : value))));
        var range = double.IsNaN(low) ? Phrase.Empty : Phrase.Of("{0:G3} to {1:G3}", low, high);
        return Named(lever, input.Name, found * factor, input.Value, input.Unit, range, low, high);
    }

    private static Requirement Named(string lever, Phrase name, double value, double usual, string unit, Phrase range, double low, double high) =>
        new(lever, name, value, usual, unit, range, double.IsNaN(low) ? null : value >= low && value <= high);

    /// <summary>The smallest value, from the usual one upwards, at which it holds; NaN when none does.</summary>
    private static double Search(double usual, double ceiling, Func<double, bool> holds)
    {
        if (holds(usual)) return usual;
        var (below, above) = (usual, double.NaN);
        for (var decade = 1; decade <= Decades; decade++)
        {
            var value = Math.Min(ceiling, usual * Math.Pow(10, decade));
            if (holds(value))
            {
                above = value;
                break;
            }
            below = value;
            if (value >= ceiling) break;
        }
        if (double.IsNaN(above)) return double.NaN;
        for (var k = 0; k < Bisections && above / below > 1.005; k++)
        {
            var middle = Math.Sqrt(above * below);
            if (holds(middle)) above = middle;
            else below = middle;
        }
        return above;
    }
}
