namespace Idunn.Studies.Storage;

/// <summary>Opens a file for writing, replacing what is there.</summary>
public delegate Stream FileOpener(string path);

/// <summary>Files that are either whole or not there: written under a temporary name in the same folder, flushed to disk, then renamed.</summary>
public static class AtomicFile
{
    /// <summary>Ending of the temporary name.</summary>
    public const string TemporaryEnding = ".tmp";

    public static FileOpener Create { get; } = path => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);

    /// <exception cref="IOException">The disk is full, the folder is gone or closed; nothing stands under <paramref name="path"/> that was not there before.</exception>
    public static void Write(string path, Action<Stream> write, FileOpener open)
    {
        var temporary = path + TemporaryEnding;
        try
        {
            using (var stream = open(temporary))
            {
                write(stream);
                if (stream is FileStream file) file.Flush(flushToDisk: true);
                else stream.Flush();
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
