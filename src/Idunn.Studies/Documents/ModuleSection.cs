using System.Collections.Immutable;
using System.Text;
using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Expressions;

namespace Idunn.Studies.Documents;

/// <summary>One module of a page: parts, states, what comes in, equations, what is computed.</summary>
internal sealed class ModuleSection
{
    private readonly StringBuilder text;
    private readonly DescribedModel described;
    private readonly Module module;
    private readonly string level;
    private readonly ImmutableArray<Balance> own, around;
    private readonly ImmutableArray<AssignmentRule> rules;

    private ModuleSection(StringBuilder text, DescribedModel described, SourceFile file, Module module)
    {
        (this.text, this.described, this.module) = (text, described, module);
        level = file.Modules.Length == 1 ? "##" : "###";
        var balances = Balance.Of(module.Written).Where(balance => IsOwn(balance.State.Id)).ToList();
        own = [.. balances.Where(balance => !module.Ports.Contains(balance.State.Id))];
        around = [.. balances.Where(balance => module.Ports.Contains(balance.State.Id) && balance.Flows.Length > 0)];
        rules = [.. module.Written.AssignmentRules.Where(rule => IsOwn(rule.Variable)).OrderBy(rule => rule.Location.Line)];
    }

    public static void Write(StringBuilder text, DescribedModel described, SourceFile file, Module module)
    {
        var section = new ModuleSection(text, described, file, module);
        if (Words.Heading(file, module) is { Length: > 0 } heading)
            text.Append($"## {heading}\n\n");
        if (module.Introduction.Length > 0)
            section.Paragraph(Markdown.Plain(module.Introduction));
        section.Parts();
        section.States();
        section.Inputs();
        section.Changes();
        section.Definitions();
        section.Events();
    }

    private static bool IsOwn(string id) => !id.Contains('.', StringComparison.Ordinal);

    private void Parts()
    {
        if (module.Submodels.IsEmpty)
            return;
        Heading("Parts");
        string Page(string id) => described.Source.Files.FirstOrDefault(file => file.Modules.Any(other => other.Id == id)) is { } file
            ? $"[{Words.Of(id)}]({file.Name}.md{(file.Modules.Length == 1 ? "" : "#" + id.Replace('_', '-'))})"
            : Words.Of(id);
        Table(["Part", "What it is", "Module"], module.Submodels.Select(part => new[] { Markdown.Code(part.Id), Markdown.Plain(part.Name ?? Words.Of(part.Id)), Page(part.Module) }));
    }

    private void States()
    {
        Heading("States");
        if (own.IsEmpty)
            Paragraph("None of its own: what it computes follows at once from what comes in.");
        Table(["State", "Meaning", "Unit", "At the start"], own.Select(balance => new[]
        {
            Markdown.Code(balance.State.Id), Markdown.Plain(balance.State.Name ?? Words.Of(balance.State.Id)), Unit(balance.State),
            balance.State.Initial is { } initial ? Markdown.InlineMath(TexPrinter.Print(initial)) : "its number below",
        }));
    }

    private void Inputs()
    {
        if (module.Ports.IsEmpty)
            return;
        Heading("What comes in");
        var quantities = Quantities();
        Table(["Port", "Unit", "In this model", "In time"], module.Ports.Select(port => new[]
        {
            Markdown.Code(port), Unit(quantities.GetValueOrDefault(port)), Bound(port), described.Varies(module, port) ? "varies" : "constant",
        }));
    }

    /// <summary>What a port is connected to in the whole, as far as it fits into a cell.</summary>
    private string Bound(string port)
    {
        const int Most = 6;
        var ids = described.InWhole(module, port).ToList();
        return string.Join(", ", ids.Take(Most).Select(Markdown.Code)) + (ids.Count > Most ? FormattableString.Invariant($" and {ids.Count - Most} more") : "");
    }

    private void Changes()
    {
        var reactions = module.Written.Reactions.Where(reaction => IsOwn(reaction.Id)).ToList();
        if (own.IsEmpty && around.IsEmpty)
            return;
        Heading("Equations of change");
        Paragraph($"Per {described.Whole.TimeUnit switch { null => "unit of time", "86400 second" => "day", var unit => Markdown.Plain(unit) }}.");
        foreach (var remark in module.Remarks)
            if (reactions.Where(reaction => remark.IsAbout(reaction.Location)).ToList() is { Count: > 0 } about)
                text.Append($"- *{string.Join(", ", about.Select(reaction => Words.Of(reaction.Id)))}*: {Markdown.Plain(remark.Text)}\n");
        if (text[^1] == '\n' && text[^2] != '\n')
            text.Append('\n');
        foreach (var balance in own)
        {
            Paragraph(Markdown.Math(Equations.OfState(module, balance, isOpen: false)).TrimEnd());
            if (balance.RateRule is null && balance.Flows.IsEmpty)
                Paragraph($"Only doses, treatments and events change {Markdown.Code(balance.State.Id)}.");
            Diffusion(balance.State.Id);
        }
        if (around.IsEmpty)
            return;
        Paragraph(own.IsEmpty ? "It changes states of the model around it:" : "It also changes states of the model around it:");
        foreach (var balance in around)
            Paragraph(Markdown.Math(Equations.OfState(module, balance, isOpen: true)).TrimEnd());
    }

    private void Diffusion(string state)
    {
        if (described.Card.Diffusion is not { } diffusion || !described.InWhole(module, state).Contains(diffusion.State))
            return;
        Paragraph($"This is the drift $`f`$ of a diffusion with additive noise, reflected at 0: $`dX = f\\,dt + \\sqrt{{2\\varepsilon}}\\,dW`$ with $`\\varepsilon`$ = {Markdown.Code(diffusion.Noise)}. "
            + $"Where it first reaches {Markdown.Code(diffusion.Exit)}, the subject's course ends ({Markdown.Plain(diffusion.Ending)}).");
    }

    private void Definitions()
    {
        if (rules.IsEmpty)
            return;
        Heading("Computed at all times");
        var quantities = Quantities();
        foreach (var group in rules.GroupBy(rule => module.Remarks.FirstOrDefault(remark => remark.IsAbout(rule.Location))))
        {
            if (group.Key is { } remark)
                Paragraph(Markdown.Plain(remark.Text));
            Paragraph(Markdown.Math(group.SelectMany(rule => Equations.OfRule(rule.Variable, rule.Formula))).TrimEnd());
        }
        Table(["Quantity", "Meaning", "Unit"], rules.Select(rule => new[]
        {
            Markdown.Code(rule.Variable), Markdown.Plain(quantities.GetValueOrDefault(rule.Variable)?.Name ?? Words.Of(rule.Variable)), Unit(quantities.GetValueOrDefault(rule.Variable)),
        }));
    }

    private void Events()
    {
        var events = module.Written.Events.Where(e => IsOwn(e.Id)).ToList();
        if (events.Count == 0)
            return;
        Heading("Events");
        foreach (var happening in events)
            Paragraph($"When {Markdown.InlineMath(TexPrinter.Print(happening.Trigger))} becomes true:\n\n{Markdown.Math(happening.Assignments.SelectMany(assignment => Equations.OfRule(assignment.Variable, assignment.Formula)))}".TrimEnd());
    }

    private Dictionary<string, Quantity> Quantities() =>
        module.Written.Compartments.Concat<Quantity>(module.Written.Species).Concat(module.Written.Parameters).DistinctBy(quantity => quantity.Id).ToDictionary(quantity => quantity.Id, StringComparer.Ordinal);

    private static string Unit(Quantity? quantity) => quantity?.Unit switch { null => "", "dimensionless" => "1", var unit => Markdown.Plain(unit) };

    private void Heading(string words) => text.Append($"{level} {words}\n\n");

    private void Paragraph(string words) => text.Append(words).Append("\n\n");

    private void Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (Markdown.Table(heads, rows) is { Length: > 0 } table)
            text.Append(table).Append('\n');
    }
}
