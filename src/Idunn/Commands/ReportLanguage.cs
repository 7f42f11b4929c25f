using System.CommandLine;
using Idunn.Studies.Wording;

namespace Idunn.Commands;

/// <summary>--language: what reports are written in, and what a run says of itself.</summary>
internal static class ReportLanguage
{
    public static Option<string> Option { get; } = Create();

    private static Option<string> Create()
    {
        var option = new Option<string>("--language") { Description = $"Language of the report, the table and the progress: {string.Join(" or ", Words.Languages)}. Errors are in English. Numbers do not depend on it.", HelpName = "LANGUAGE", DefaultValueFactory = _ => Words.English.Language };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !Words.Languages.Contains(result.Tokens[0].Value))
                result.AddError($"There is no language '{result.Tokens[0].Value}'. Reports are written in: {string.Join(", ", Words.Languages)}.");
        });
        return option;
    }
}
