#!/bin/sh
# Prints the text of a scanned PDF: trichluc run archive --out out --ocr "contrib/ocr.sh {input}"
#
# Needs pdftoppm and tesseract with Vietnamese: apt-get install poppler-utils tesseract-ocr tesseract-ocr-vie
set -eu
pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT
pdftoppm -r 300 -gray -png "$1" "$pages/page"
for page in "$pages"/page*.png; do
    OMP_THREAD_LIMIT=1 tesseract "$page" - -l vie --psm 4
done
