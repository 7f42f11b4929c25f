using System.Buffers.Binary;
using System.Collections.Frozen;

namespace Idunn.Studies.Storage;

/// <summary>
/// Holds the footer of a Parquet file against what <see cref="ParquetFile"/> writes, before Parquet.Net reads it: version 6.1 goes on for ever when a damaged footer makes it read beyond the end. The structures are those
/// of Apache Parquet's <c>parquet.thrift</c> in Thrift's compact protocol.
/// </summary>
internal static class ParquetFooter
{
    private const int Boolean = 1, I32 = 5, Binary = 8, List = 9, Struct = 12;

    /// <summary>Fields by number; of a list, what is in it.</summary>
    private static readonly FrozenDictionary<string, FrozenDictionary<int, (int Type, int Element, string Of)>> Structures = new Dictionary<string, string>
    {
        ["FileMetaData"] = "1:i32 2:list<SchemaElement> 3:i64 4:list<RowGroup> 5:list<KeyValue> 6:binary",
        ["SchemaElement"] = "1:i32 2:i32 3:i32 4:binary 5:i32 6:i32 7:i32 8:i32 9:i32 10:LogicalType",
        ["LogicalType"] = "1:Nothing 10:IntType",
        ["IntType"] = "1:i8 2:bool",
        ["RowGroup"] = "1:list<ColumnChunk> 2:i64 3:i64 5:i64 6:i64 7:i32",
        ["ColumnChunk"] = "1:binary 2:i64 3:ColumnMetaData",
        ["ColumnMetaData"] = "1:i32 2:list<i32> 3:list<binary> 4:i32 5:i64 6:i64 7:i64 8:list<KeyValue> 9:i64 10:i64 11:i64 12:Statistics 13:list<PageEncodingStats>",
        ["PageEncodingStats"] = "1:i32 2:i32 3:i32",
        ["Statistics"] = "1:binary 2:binary 3:i64 4:i64 5:binary 6:binary 7:bool 8:bool",
        ["KeyValue"] = "1:binary 2:binary",
        ["Nothing"] = "",
    }.ToFrozenDictionary(structure => structure.Key, structure => structure.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Field).ToFrozenDictionary(field => field.Number, field => field.Meaning));

    /// <exception cref="InvalidDataException">The file has no footer, or one that was not written so.</exception>
    public static void Check(Stream file)
    {
        Span<byte> tail = stackalloc byte[8];
        if (file.Length < 12)
            throw new InvalidDataException("it is too short");
        file.Seek(-8, SeekOrigin.End);
        file.ReadExactly(tail);
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (!tail[4..].SequenceEqual("PAR1"u8) || length < 0 || length > file.Length - 12)
            throw new InvalidDataException("its end is missing");
        var footer = new byte[length];
        file.Seek(-8 - length, SeekOrigin.End);
        file.ReadExactly(footer);
        file.Seek(0, SeekOrigin.Begin);
        var at = 0;
        Walk(footer, ref at, "FileMetaData");
        if (at != length)
            throw Odd(at);
    }

    private static void Walk(ReadOnlySpan<byte> footer, ref int at, string structure)
    {
        var (fields, number) = (Structures[structure], 0);
        while (Next(footer, ref at) is not 0 and var head)
        {
            number = head >> 4 is not 0 and var step ? number + step : (int)long.Clamp(ZigZag(Number(footer, ref at)), 0, int.MaxValue);
            if (!fields.TryGetValue(number, out var expected) || Kind(head & 15) != expected.Type)
                throw Odd(at);
            Value(footer, ref at, expected);
        }
    }

    private static void Value(ReadOnlySpan<byte> footer, ref int at, (int Type, int Element, string Of) expected)
    {
        switch (expected.Type)
        {
            case Boolean:
                break;
            case I32:
                Number(footer, ref at);
                break;
            case Binary:
                var bytes = Number(footer, ref at);
                if (bytes > (ulong)(footer.Length - at))
                    throw Odd(at);
                at += (int)bytes;
                break;
            case List:
                var head = Next(footer, ref at);
                var count = head >> 4 == 15 ? Number(footer, ref at) : (ulong)(head >> 4);
                if ((head & 15) != expected.Element || count > (ulong)(footer.Length - at))
                    throw Odd(at);
                for (var i = 0ul; i < count; i++)
                    Value(footer, ref at, (expected.Element, 0, expected.Of));
                break;
            case Struct:
                Walk(footer, ref at, expected.Of);
                break;
            default:
                Next(footer, ref at);
                break;
        }
    }

    /// <summary>True and false are two types; all whole numbers but bytes are written alike.</summary>
    private static int Kind(int type) => type switch { 2 => Boolean, 4 or 6 => I32, _ => type };

    private static byte Next(ReadOnlySpan<byte> footer, ref int at) => at < footer.Length ? footer[at++] : throw Odd(at);

    private static ulong Number(ReadOnlySpan<byte> footer, ref int at)
    {
        var value = 0ul;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Next(footer, ref at);
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }
        throw Odd(at);
    }

    private static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static (int Number, (int Type, int Element, string Of) Meaning) Field(string text)
    {
        var (number, type) = (int.Parse(text[..text.IndexOf(':')], System.Globalization.CultureInfo.InvariantCulture), text[(text.IndexOf(':') + 1)..]);
        var element = type.StartsWith("list<", StringComparison.Ordinal) ? type[5..^1] : null;
        return (number, (element is null ? TypeOf(type) : List, element is null ? 0 : TypeOf(element), element ?? type));
    }

    private static int TypeOf(string name) => name switch { "bool" => Boolean, "i8" => 3, "i32" or "i64" => I32, "binary" => Binary, _ => Struct };

    private static InvalidDataException Odd(int at) => new($"its footer is not as it was written, at byte {at}");
}
