#!/bin/sh
# Makes the Chinese fonts of reports hold the letters that the project's own texts use, after a text has brought new ones.
# Needs Debian's fonts-noto-cjk and python3-fonttools. Run it in the project's folder.
set -e
letters=$(mktemp)
/usr/bin/python3 - > "$letters" <<'PYTHON'
import glob
files = ["src/Idunn.Studies/Reports/Resources/zh-Hant.tsv"]
files += glob.glob("studies/*.yaml") + glob.glob("science/**/*.yaml", recursive=True) + glob.glob("science/**/*.zh-Hant.tsv", recursive=True)
files += glob.glob("src/**/*.cs", recursive=True)
print("".join(sorted({letter for file in files for letter in open(file, encoding="utf-8").read() if ord(letter) >= 0x2E80})))
PYTHON
for weight in Regular Bold; do
  # Font 3 of the collection is the one for Traditional Chinese as written in Taiwan.
  /usr/bin/python3 -m fontTools.subset /usr/share/fonts/opentype/noto/NotoSansCJK-$weight.ttc --font-number=3 --text-file="$letters" \
    --output-file=src/Idunn.Studies/Reports/Resources/NotoSansTC-$weight.otf --layout-features= --no-hinting --notdef-outline --name-IDs=0,1,2,3,4,5,6,13,14
done
rm "$letters"
