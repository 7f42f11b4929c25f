using System.Collections.Immutable;
using System.Reflection;

namespace Idunn.Studies.Storage;

/// <summary>Versions of this tool and of the packages that decide what a run stores.</summary>
public static class ToolVersion
{
    /// <summary>With the commit it was built from, where that is known.</summary>
    public static string Current { get; } = Informational(typeof(ToolVersion).Assembly);

    public static ImmutableSortedDictionary<string, string> Packages { get; } = new[] { typeof(Parquet.ParquetWriter).Assembly, typeof(YamlDotNet.Core.Parser).Assembly, typeof(SkiaSharp.SKCanvas).Assembly }
        .ToImmutableSortedDictionary(assembly => assembly.GetName().Name!, assembly => Informational(assembly).Split('+')[0], StringComparer.Ordinal);

    private static string Informational(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version!.ToString();
}
