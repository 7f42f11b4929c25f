using System.Collections.Immutable;
using Idunn.Modeling.Petab;

namespace Idunn.Modeling.Checking;

/// <summary>
/// What the identifiers of models name in public collections, and where each was looked up: a table with a row for each. A model says only which quantity an identifier is about
/// (<see cref="Reference"/>), as it names a source by its key and the bibliography says what that is.
/// </summary>
public static class IdentifierTable
{
    public const string FileName = "identifiers.tsv";

    private const string Identifier = "identifier", Name = "name", Repository = "repository", Commit = "commit", Place = "file", Day = "lookedUpOn";

    private static readonly ImmutableArray<string> Columns = [Identifier, Name, Repository, Commit, Place, Day];

    /// <returns>Identifier to the name that its collection has for it.</returns>
    public static ImmutableSortedDictionary<string, string> Parse(string text, string file, ICollection<Finding> findings)
    {
        var names = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var row in TsvTable.Parse(text, file, Columns, findings, FindingCodes.TableLayout, Columns)?.Rows ?? [])
        {
            foreach (var column in (ReadOnlySpan<string>)(row[Repository].Length > 0 ? [Identifier, Name, Commit, Place, Day] : [Identifier, Name, Place, Day]))
            {
                if (row[column].Length == 0)
                    row.Fail(FindingCodes.Cell, column, $"The cell '{column}' is empty.", "Look the identifier up, and say where it was read and when.");
            }
            if (!names.TryAdd(row[Identifier], row[Name]))
                row.Fail(FindingCodes.DuplicateRow, Identifier, $"'{row[Identifier]}' stands in two rows.");
        }
        return names.ToImmutable();
    }

    /// <summary>Finds what a model names and nobody looked up.</summary>
    public static void Check(Model model, ImmutableSortedDictionary<string, string> names, ICollection<Finding> findings)
    {
        var said = model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Select(one => (one.Id, one.Annotation, one.Location))
            .Concat(model.Reactions.Select(one => (one.Id, one.Annotation, one.Location))).Append((model.Id, model.Annotation, model.Location));
        foreach (var (id, annotation, location) in said)
        {
            foreach (var resource in annotation.References.SelectMany(reference => reference.Resources).Where(resource => !names.ContainsKey(resource)))
                findings.Add(FindingCodes.UnknownIdentifier.At(location, $"'{resource}', named by '{id}', is not in {FileName}.", FindingCodes.UnknownIdentifier.Remedy));
        }
    }
}
