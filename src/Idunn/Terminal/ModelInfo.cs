using System.Globalization;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Simulation;
using Idunn.Modeling.SteadyStates;
using Idunn.Modeling.Structure;
using Idunn.Modeling.Units;

namespace Idunn.Terminal;

/// <summary>What idunn info says of a model: what it consists of, its stoichiometry, what it conserves, where it comes to rest.</summary>
internal sealed class ModelInfo(Page page, Model model)
{
    private const int MostRows = 24;

    private readonly ModelUnits units = ModelUnits.Of(model, [], new List<Finding>());
    private readonly StoichiometryMatrix matrix = StoichiometryMatrix.Of(model);

    public void Write()
    {
        Counts();
        Species();
        Reactions();
        Stoichiometry();
        Conserved();
        Rest();
    }

    /// <summary>A value at the start; what is drawn at random has one in each course.</summary>
    private string Start(double value) => double.IsNaN(value) && model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Any(quantity => quantity.IsDrawn) ? "drawn" : ShortNumber.Of(value);

    private void Counts()
    {
        page.Line($"{model.Name ?? model.Id}  ({model.Location.File})");
        (int Number, string One, string Many)[] counts =
        [
            (model.Compartments.Length, "compartment", "compartments"), (model.Species.Length, "species", "species"), (model.Reactions.Length, "reaction", "reactions"), (model.Parameters.Length, "parameter", "parameters"),
            (model.AssignmentRules.Length, "assignment rule", "assignment rules"), (model.RateRules.Length, "rate rule", "rate rules"), (model.AlgebraicRules.Length, "algebraic rule", "algebraic rules"), (model.Events.Length, "event", "events"), (model.Constraints.Length, "constraint", "constraints"),
        ];
        page.Sentence(string.Join(" · ", counts.Where(count => count.Number > 0).Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Number:N0}\u00A0{(count.Number == 1 ? count.One : count.Many)}"))).Replace('\u00A0', ' '));
        var unitless = model.Species.Concat<Quantity>(model.Compartments).Concat(model.Parameters).Count(quantity => quantity.Unit is null);
        page.Sentence((model.TimeUnit is { } time ? $"Time in {Said(time)}." : "No unit of time is given.") + (unitless > 0 ? string.Create(CultureInfo.InvariantCulture, $" {unitless:N0} {(unitless == 1 ? "quantity has" : "quantities have")} no unit.") : " Every quantity has a unit."));
    }

    private void Species()
    {
        if (model.Species.IsEmpty)
            return;
        page.Heading("Species", "at the start");
        var start = StartValues.Of(model, [.. model.Species.Select(species => new Observed(species.Id))]);
        string[][] rows = [.. model.Species.Select((species, i) => new[] { species.Id, Start(start[i]), units.TextOf(species.Id) ?? "", species.Compartment, Kind(species) })];
        // Where long ids leave no room for both, the name says more than the compartment.
        var hasRoom = rows.Take(MostRows).Max(row => row[0].Length) + rows.Take(MostRows).Max(row => row[3].Length + row[4].Length) <= Page.Columns / 2;
        page.Rows(hasRoom ? rows : [.. rows.Select(row => new[] { row[0], row[1], row[2], row[4] })], MostRows, "species", column => column == 1);
    }

    private string Kind(Species species) => model.AssignmentRules.Any(rule => rule.Variable == species.Id) ? "by a rule" : species.IsConstant ? "constant" : species.IsBoundary ? "held" : species.Name is { } name && name != species.Id ? name : "";

    private void Reactions()
    {
        if (model.Reactions.IsEmpty)
            return;
        page.Heading("Reactions");
        string[][] rows = [.. model.Reactions.Select(reaction => new[] { reaction.Id, $"{Side(reaction.Reactants)} {(reaction.IsReversible ? "->" : "=>")} {Side(reaction.Products)}".Trim(), reaction.Rate is { } rate ? ExprPrinter.Print(rate) : "no rate" })];
        // Rate laws are shown where they have room.
        var hasRoom = rows.Take(MostRows).All(row => row[0].Length + row[1].Length + row[2].Length + 6 <= Page.Columns);
        page.Rows(hasRoom ? rows : [.. rows.Select(row => row[..2])], MostRows, "reactions");
    }

    /// <summary>Units of time that models write out in seconds, by their names.</summary>
    private static string Said(string time) => time switch { "60 second" => "minute", "3600 second" => "hour", "86400 second" => "day", "31557600 second" => "year", _ => time };

    private static string Side(IEnumerable<Stoichiometry> terms) => string.Join(" + ", terms.Select(term => (term.Variable is { } variable ? variable + " " : term.Coefficient == 1 ? "" : ShortNumber.Of(term.Coefficient) + " ") + term.Species));

    private void Stoichiometry()
    {
        if (matrix.Entries.IsEmpty)
            return;
        var laws = ConservationLaws.Of(matrix);
        page.Heading("Stoichiometry", string.Create(CultureInfo.InvariantCulture, $"{matrix.Species.Length:N0} species × {matrix.Reactions.Length:N0} {(matrix.Reactions.Length == 1 ? "reaction" : "reactions")}, {matrix.Entries.Length:N0} entries, rank {matrix.Species.Length - laws.Length:N0}"));
        var cells = matrix.Entries.ToLookup(entry => (entry.Species, entry.Reaction));
        string Cell(int row, int column) => string.Join('+', cells[(row, column)].Select(entry => ShortNumber.Of(entry.Coefficient) + (entry.Variable is { } variable ? $"·{variable}" : ""))) is { Length: > 0 } text ? text : "·";
        // Columns of a wide matrix carry the numbers of the reactions in the list above.
        var names = matrix.Reactions.Sum(id => id.Length + 2) + 2 + matrix.Species.Max(id => id.Length) <= Page.Columns ? matrix.Reactions : [.. matrix.Reactions.Select((_, i) => (i + 1).ToString(CultureInfo.InvariantCulture))];
        List<string[]> rows = [["", .. names], .. matrix.Species.Select((id, row) => new[] { id }.Concat(matrix.Reactions.Select((_, column) => Cell(row, column))).ToArray())];
        var width = 2 + Enumerable.Range(0, rows[0].Length).Sum(column => rows.Max(row => TextColumns.Width(row[column])) + 2);
        if (width > Page.Columns + 2 || rows.Count > 2 * MostRows)
        {
            Summary();
            return;
        }
        var last = rows.Max(row => row[^1].Length);
        page.Rows([.. rows.Select(row => row[..^1].Append(TextColumns.Right(row[^1], last)).ToArray())], int.MaxValue, "", column => column > 0);
        if (names != matrix.Reactions)
            page.Sentence("Columns are numbered as the reactions above.");
    }

    /// <summary>What of a matrix too large for a terminal can be told.</summary>
    private void Summary()
    {
        page.Sentence("Too large to show here; --out FILE writes it as a table. Species in most reactions:");
        page.Rows([.. matrix.Entries.GroupBy(entry => entry.Species).OrderByDescending(row => row.Count()).ThenBy(row => row.Key).Take(5).Select(row => new[] { matrix.Species[row.Key], $"{row.Count()}", row.Count() == 1 ? "reaction" : "reactions" })], 5, "", column => column == 1);
    }

    private void Conserved()
    {
        page.Heading("Conserved", model.Events.IsEmpty ? "whatever the rates" : "whatever the rates, between events");
        var laws = ConservationLaws.Of(matrix);
        if (laws.IsEmpty)
            page.Sentence(matrix.Species.IsEmpty ? "No species is changed by reactions alone." : "Nothing: no sum of amounts is kept by all reactions.");
        var still = laws.Where(law => law.Terms.Length == 1).Select(law => law.Terms[0].Species).ToArray();
        foreach (var law in laws.Where(law => law.Terms.Length > 1))
            Law(law);
        if (still.Length > 0)
            page.Sentence("Changed by no reaction: " + string.Join(", ", still.Take(MostRows)) + (still.Length > MostRows ? $" and {still.Length - MostRows} more." : "."));
    }

    /// <summary>Sums are of amounts; where all members are concentrations in one compartment of fixed size, they hold for concentrations too, which is how the model writes them.</summary>
    private void Law(ConservationLaw law)
    {
        const int longest = 12;
        var members = law.Terms.Select(term => model.Species.First(species => species.Id == term.Species)).ToArray();
        var isConcentration = members.All(species => !species.IsAmount && species.Compartment == members[0].Compartment) && model.Compartments.Any(compartment => compartment.Id == members[0].Compartment && IsFixed(compartment));
        Observed[] observed = [.. members.Select(species => new Observed(species.Id, isConcentration ? Measure.Symbol : Measure.Amount))];
        var start = StartValues.Of(model, observed);
        var total = law.Total(id => start[Array.FindIndex(members, species => species.Id == id)]);
        var unit = isConcentration ? units.TextOf(members[0].Id) : members[0].Unit;
        var sum = law.Terms.Length <= longest ? law.ToString() : new ConservationLaw(law.Terms[..longest]) + $" + … ({law.Terms.Length} species)";
        page.Sentence($"{sum} = {Start(total)}{(unit is null ? "" : " " + unit)}{(isConcentration || members.All(species => species.IsAmount) ? "" : " (amounts)")}");
    }

    private bool IsFixed(Compartment compartment) => compartment.IsConstant
        || !model.AssignmentRules.Select(rule => rule.Variable).Concat(model.RateRules.Select(rule => rule.Variable)).Concat(model.Events.SelectMany(happening => happening.Assignments).Select(assignment => assignment.Variable)).Contains(compartment.Id) && model.AlgebraicRules.IsEmpty;

    private void Rest()
    {
        var result = SteadyStateFinder.Find(model);
        if (result.Found is not { } found)
        {
            page.Heading("Steady state", "none found");
            page.Sentence(result.Message!);
            return;
        }
        page.Heading("Steady state", found.Stability switch { Stability.Stable => "stable", Stability.Unstable => "unstable", Stability.Marginal => "neither stable nor unstable by its eigenvalues", _ => "stability unknown" });
        var perTime = model.TimeUnit is { } time ? $" per {Said(time)}" : "";
        page.Sentence((found.IsReached ? "The course from the start runs into it" : "Newton's method found it; the course from the start was not seen to end there") + $". Largest |dy/dt| left: {ShortNumber.Of(found.Residual)}.");
        if (!found.Eigenvalues.IsEmpty)
            page.Sentence($"{(found.Eigenvalues.Length == 1 ? "Eigenvalue" : $"Largest of {found.Eigenvalues.Length} eigenvalues")}: {(found.Stability == Stability.Marginal ? "0 to rounding" : ShortNumber.Of(found.Eigenvalues[0].Real))}{(found.Eigenvalues[0].Imaginary != 0 && found.Stability != Stability.Marginal ? $" ± {ShortNumber.Of(Math.Abs(found.Eigenvalues[0].Imaginary))}i" : "")}{perTime}{Halving(found)}.");
        if (!model.Events.IsEmpty)
            page.Sentence("Events are not followed.");
        page.Rows([.. found.Observed.Select((observed, i) => new[] { observed.ToString(), ShortNumber.Of(found.Values[i]), units.TextOf(observed.Id) ?? "" })], MostRows, "quantities", column => column == 1);
    }

    private string Halving(SteadyState found) => found.Eigenvalues[0].Real < 0 && found.Stability == Stability.Stable
        ? $"; the slowest disturbance halves in {ShortNumber.Of(Math.Log(2) / -found.Eigenvalues[0].Real)}{(model.TimeUnit is { } time ? " " + Said(time) : "")}" : "";
}
