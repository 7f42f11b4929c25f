using System.Collections.Immutable;

namespace Idunn.Studies.Documents.Networks;

public enum NodeKind
{
    /// <summary>Has a differential equation.</summary>
    State,

    /// <summary>Computed from others at all times.</summary>
    Quantity,

    /// <summary>Belongs to the model around the module.</summary>
    Port,

    /// <summary>Submodels of one module, taken together.</summary>
    Part,

    /// <summary>A reaction.</summary>
    Process,
}

public enum EdgeKind
{
    /// <summary>Something is moved or changed into something else.</summary>
    Flow,

    /// <summary>The more of the one, the faster or the more of the other.</summary>
    Raises,

    /// <summary>The more of the one, the slower or the less of the other.</summary>
    Lowers,

    /// <summary>An influence of no fixed sign, or of one that the formula's structure does not show.</summary>
    Affects,
}

/// <param name="Title">What it is called.</param>
/// <param name="Detail">More words, for a part: which ones; or empty.</param>
public sealed record NetworkNode(string Id, NodeKind Kind, string Title, string Detail = "");

/// <param name="IsMutual">A flow both ways.</param>
public sealed record NetworkEdge(string From, string To, EdgeKind Kind, bool IsMutual = false);

/// <summary>What acts on what in one module, as a graph.</summary>
/// <param name="NotDrawn">Ids of readouts that are too many to draw.</param>
public sealed record Network(ImmutableArray<NetworkNode> Nodes, ImmutableArray<NetworkEdge> Edges, ImmutableArray<string> NotDrawn);
