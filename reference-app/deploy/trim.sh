#!/bin/sh
set -eu
# Takes out of a folder's installed packages what only other systems could load: ONNX Runtime brings its libraries for
# all of them, more than 200 MB. Run it behind npm ci.
#
#   trim.sh [FOLDER]     the folder with node_modules; default: this one

cd "${1:-.}/node_modules/onnxruntime-node/bin"
case $(uname -m) in
  x86_64) machine=x64 ;;
  aarch64 | arm64) machine=arm64 ;;
  *) exit 0 ;; # unknown here: nothing is taken away
esac
for folder in napi-*/*/*; do
  case $folder in
    */linux/"$machine") ;;
    *) rm -rf "$folder" ;;
  esac
done
