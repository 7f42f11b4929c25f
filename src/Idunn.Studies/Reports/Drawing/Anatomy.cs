using System.Collections.Immutable;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>A place of a drawing: its outline and the point that a leader line starts from.</summary>
public sealed record Organ(string Place, string Path, Point Anchor);

/// <summary>Schematic outlines, not to scale: a body seen from its back (mouse) or front (human), a brain cut along its middle, facing left.</summary>
/// <param name="Backdrop">What carries no number, painted first.</param>
public sealed record Anatomy(double Width, double Height, ImmutableArray<Shape> Backdrop, ImmutableArray<Organ> Organs)
{
    public static Anatomy Body(string population) => IsRodent(population) ? mouseBody : humanBody;

    public static Anatomy Brain(string population) => IsRodent(population) ? mouseBrain : humanBrain;

    static bool IsRodent(string population) => population.Split([' ', ',', '-', '_']).Any(word => word.ToLowerInvariant() is "mouse" or "mice" or "rat" or "rats");

    static Shape Skin(string path) => new(path) { Fill = Ink.Skin, Stroke = Ink.Outline, StrokeWidth = 1.2 };

    static readonly Anatomy mouseBody = new(200, 360,
        [
            new("M100 296C104 326 136 322 146 338 152 346 150 352 146 356") { Stroke = Ink.Outline, StrokeWidth = 7 },
            new("M100 296C104 326 136 322 146 338 152 346 150 352 146 356") { Stroke = Ink.Skin, StrokeWidth = 4.6 },
            Skin("M54 70A18 18 0 1 0 90 70A18 18 0 1 0 54 70ZM110 70A18 18 0 1 0 146 70A18 18 0 1 0 110 70Z"),
            Skin("M66 118C52 108 44 112 48 122 52 130 60 132 66 130ZM134 118C148 108 156 112 152 122 148 130 140 132 134 130Z"),
            Skin("M56 262C38 268 34 286 44 294 54 298 64 290 66 282ZM144 262C162 268 166 286 156 294 146 298 136 290 134 282Z"),
            new("M92 30L66 22M92 33L64 33M108 30L134 22M108 33L136 33") { Stroke = Ink.Outline, StrokeWidth = 0.8 },
            Skin("M100 12C92 14 82 36 77 58 74 72 76 82 73 94 58 114 49 150 46 200 42 258 62 302 100 304 138 302 158 258 154 200 151 150 142 114 127 94 124 82 126 72 123 58 118 36 108 14 100 12Z"),
            new("M84 45A2 2 0 1 0 88 45A2 2 0 1 0 84 45ZM112 45A2 2 0 1 0 116 45A2 2 0 1 0 112 45Z") { Fill = Ink.Muted },
        ],
        [
            new("csf", "M79 68A21 25 0 1 0 121 68A21 25 0 1 0 79 68ZM97.5 90H102.5V288H97.5Z", new(118, 80)),
            new("nose", "M100 15C95 18 91 30 91 36H109C109 30 105 18 100 15Z", new(104, 27)),
            new("brain", "M84 67A16 19 0 1 0 116 67A16 19 0 1 0 84 67Z", new(109, 62)),
            new("lung", "M94 114C78 110 68 138 69 162 76 168 88 166 94 160ZM106 114C122 110 132 138 131 162 124 168 112 166 106 160Z", new(124, 142)),
            new("blood", "M100 158C84 147 88 129 100 136 112 129 116 147 100 158Z", new(105, 144)),
            new("liver", "M64 174C80 166 120 166 136 174 142 192 130 202 112 198 104 208 92 208 86 200 70 202 60 190 64 174Z", new(126, 184)),
            new("spleen", "M62 206C53 210 53 238 61 244 68 240 67 214 62 206Z", new(64, 226)),
            new("kidney", "M84 215C73 213 72 241 84 243 90 241 86 231 86 229 86 225 90 219 84 215ZM116 215C127 213 128 241 116 243 110 241 114 231 114 229 114 225 110 219 116 215Z", new(120, 232)),
            new("other", "M82 254C82 246 118 246 118 254L124 274C122 292 78 292 76 274Z", new(114, 270)),
        ]);

    static readonly Anatomy humanBody = new(200, 360,
        [
            Skin("M86 84C86 98 84 104 70 109L46 117C29 123 22 136 20 154L8 270C8 284 26 286 29 272L43 178C46 210 48 232 44 262 40 292 40 322 43 356L157 356C160 322 160 292 156 262 152 232 154 210 157 178L171 272C174 286 192 284 192 270L180 154C178 136 171 123 154 117L130 109C116 104 114 98 114 84Z"),
            Skin("M67 48A33 43 0 1 0 133 48A33 43 0 1 0 67 48Z"),
            new("M84 58A2.2 2.2 0 1 0 88.4 58A2.2 2.2 0 1 0 84 58ZM111.6 58A2.2 2.2 0 1 0 116 58A2.2 2.2 0 1 0 111.6 58Z") { Fill = Ink.Muted },
        ],
        [
            new("csf", "M71 34A29 25 0 1 0 129 34A29 25 0 1 0 71 34ZM97 92H103V296H97Z", new(126, 40)),
            new("brain", "M76 33A24 20 0 1 0 124 33A24 20 0 1 0 76 33Z", new(114, 27)),
            new("nose", "M100 54L108 71Q100 77 92 71Z", new(103, 68)),
            new("lung", "M93 126C77 122 62 148 60 190 60 201 77 205 93 196ZM107 126C123 122 138 148 140 190 140 201 123 205 107 196Z", new(130, 160)),
            new("blood", "M102 190C82 174 87 150 102 159 117 150 122 174 102 190Z", new(108, 172)),
            new("liver", "M62 210C80 201 112 201 126 212 112 224 94 228 85 240 77 248 62 246 60 232 58 224 58 216 62 210Z", new(112, 212)),
            new("spleen", "M138 212C150 212 152 238 141 244 132 241 131 220 138 212Z", new(142, 228)),
            new("kidney", "M80 250C69 248 67 278 80 280 86 278 82 266 82 264 82 260 86 254 80 250ZM120 250C131 248 133 278 120 280 114 278 118 266 118 264 118 260 114 254 120 250Z", new(124, 262)),
            new("other", "M80 294C80 285 120 285 120 294L124 318C124 338 76 338 76 318Z", new(114, 310)),
        ]);

    static readonly Anatomy mouseBrain = new(230, 160, [],
        [
            new("rest_of_brain", "M44 96C60 60 100 50 150 60 160 42 206 46 212 74 216 92 206 104 214 120 220 134 214 146 200 142 180 134 150 130 120 128 90 128 56 124 44 96Z", new(190, 84)),
            new("olfactory_bulb", "M14 98C4 88 10 70 28 70 44 70 50 82 46 94 42 108 24 110 14 98Z", new(30, 88)),
            new("cortex", "M47 90C52 48 90 22 136 30 158 34 168 50 163 66 150 54 120 52 100 58 77 65 64 82 56 102Z", new(118, 38)),
            new("hippocampus", "M104 66C124 58 150 62 156 80 158 91 151 99 145 96 143 84 131 76 110 80 99 81 96 69 104 66Z", new(148, 80)),
            new("substantia_nigra", "M124 114A12 6 0 1 0 148 114A12 6 0 1 0 124 114Z", new(142, 114)),
        ]);

    static readonly Anatomy humanBrain = new(230, 200, [],
        [
            new("rest_of_brain", "M70 118C66 98 80 86 100 82 126 78 148 96 152 124 176 124 206 128 204 150 202 172 168 178 150 162 145 172 147 186 147 196H121C123 172 116 152 104 142 92 134 73 134 70 118Z", new(182, 150)),
            new("cortex", "M20 98C14 50 58 12 116 12 178 12 218 50 213 100 211 118 200 124 184 124 172 123 160 122 152 122 148 92 122 76 96 82 74 88 64 104 67 122 46 126 24 120 20 98Z", new(176, 46)),
            new("hippocampus", "M88 110C96 97 126 101 137 117 143 126 138 135 131 130 122 119 107 113 95 120 88 122 84 117 88 110Z", new(122, 110)),
            new("substantia_nigra", "M113 147A10 5 0 1 0 133 147A10 5 0 1 0 113 147Z", new(128, 147)),
            new("olfactory_bulb", "M66 132C56 127 38 128 34 134 33 141 50 142 66 138Z", new(44, 135)),
        ]);
}
