namespace Idunn.Studies.Storage;

/// <summary>
/// A file whose end is an error to whoever reads a byte beyond it. Parquet.Net (6.1) takes the −1 of <see cref="Stream.ReadByte"/> for a byte of a number that goes on, and reads a damaged footer for ever.
/// </summary>
internal sealed class BoundedFile(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
{
    /// <exception cref="EndOfStreamException">There is no byte left.</exception>
    public override int ReadByte() => base.ReadByte() is >= 0 and var next ? next : throw new EndOfStreamException("a number goes on beyond the end of the file");
}
