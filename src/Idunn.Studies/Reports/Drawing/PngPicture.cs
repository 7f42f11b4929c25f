using SkiaSharp;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>Paints a figure on white and encodes it as PNG.</summary>
public static class PngPicture
{
    /// <param name="scale">Pixels per figure unit.</param>
    public static byte[] Encode(Figure figure, float scale = 2)
    {
        var size = new SKImageInfo((int)Math.Ceiling(figure.Width * scale), (int)Math.Ceiling(figure.Height * scale), SKColorType.Rgba8888, SKAlphaType.Premul);
        using var surface = SKSurface.Create(size);
        surface.Canvas.Clear(SKColor.Parse(Ink.Paper.Hex));
        surface.Canvas.Scale(scale);
        foreach (var mark in figure.Marks) Paint(surface.Canvas, mark);
        using var image = surface.Snapshot();
        using var pixels = image.PeekPixels()!;
        // Flat colours: little is gained by harder compression, and it takes most of the time.
        using var data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub, 3))!;
        return data.ToArray();
    }

    static void Paint(SKCanvas canvas, Mark mark)
    {
        if (mark is Shape shape) Paint(canvas, shape);
        else if (mark is Label label) Paint(canvas, label);
        else throw new NotSupportedException(mark.GetType().Name);
    }

    static void Paint(SKCanvas canvas, Shape shape)
    {
        using var path = SKPath.ParseSvgPathData(shape.Path);
        path.Transform(SKMatrix.CreateScaleTranslation((float)shape.Scale, (float)shape.Scale, (float)shape.Origin.X, (float)shape.Origin.Y));
        using var paint = new SKPaint { IsAntialias = true };
        if (shape.Fill is not null)
        {
            paint.Color = Colour(shape.Fill, shape.FillOpacity);
            canvas.DrawPath(path, paint);
        }
        if (shape.Stroke is null) return;
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeJoin = SKStrokeJoin.Round;
        paint.StrokeWidth = (float)(shape.StrokeWidth * shape.Scale);
        paint.Color = Colour(shape.Stroke, 1);
        using var dashes = shape.Dashes.IsDefaultOrEmpty ? null : SKPathEffect.CreateDash([.. shape.Dashes.Select(length => (float)length)], 0);
        paint.PathEffect = dashes;
        canvas.DrawPath(path, paint);
    }

    static void Paint(SKCanvas canvas, Label label)
    {
        canvas.Save();
        canvas.Translate((float)label.X, (float)label.Y);
        if (label.Upwards) canvas.RotateDegrees(-90);
        using var paint = new SKPaint { IsAntialias = true };
        if (label.Halo)
        {
            paint.Style = SKPaintStyle.Stroke;
            paint.StrokeWidth = 3;
            paint.StrokeJoin = SKStrokeJoin.Round;
            paint.Color = Colour(Ink.Paper, 1);
            Write(canvas, label, paint);
            paint.Style = SKPaintStyle.Fill;
        }
        paint.Color = Colour(label.Ink, 1);
        Write(canvas, label, paint);
        canvas.Restore();
    }

    /// <summary>At the origin, by the label's anchor; run by run where the font changes.</summary>
    static void Write(SKCanvas canvas, Label label, SKPaint paint)
    {
        var runs = Lettering.Runs(label.Text).ToList();
        if (runs.Count == 1)
        {
            using var font = Lettering.Font(label.Size, label.Strong, runs[0].IsChinese);
            var alignment = label.Anchor switch { Anchor.Start => SKTextAlign.Left, Anchor.Middle => SKTextAlign.Center, _ => SKTextAlign.Right };
            canvas.DrawText(label.Text, 0, 0, alignment, font, paint);
            return;
        }
        var x = (float)Lettering.Width(label.Text, label.Size, label.Strong) * label.Anchor switch { Anchor.Start => 0, Anchor.Middle => -0.5f, _ => -1 };
        foreach (var (text, isChinese) in runs)
        {
            using var font = Lettering.Font(label.Size, label.Strong, isChinese);
            canvas.DrawText(text, x, 0, SKTextAlign.Left, font, paint);
            x += font.MeasureText(text);
        }
    }

    static SKColor Colour(Ink ink, double opacity) => SKColor.Parse(ink.Hex).WithAlpha((byte)Math.Round(255 * opacity));
}
