#!/usr/bin/env bash
# Compares the project with transformers and PEFT on random cases, or makes the cases of its tests again. See README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
resources=$root/policy/src/test/resources/huggingface

if [ "${1:-}" = make ]; then
  python "$here/tokenizer_cases.py" "$resources/tokenizers.json"
  python "$here/adapter_cases.py" "$resources/adapters.json"
  python "$here/config_cases.py" "$resources/configurations.json"
  exit
fi

count=${1:-200}
seed=${2:-1}
cases=$(mktemp -d)
trap 'rm -rf "$cases"' EXIT
python "$here/tokenizer_cases.py" "$cases/tokenizers.json" --random "$count" --seed "$seed"
python "$here/adapter_cases.py" "$cases/adapters.json" --random "$count" --seed "$seed"
python "$here/config_cases.py" "$cases/configurations.json" --random "$count" --seed "$seed"
cd "$root"
./mvnw -q -pl policy -am test -Dtest='TokenizerAgreementTest,AdapterAgreementTest,ConfigAgreementTest' \
  -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true \
  -Dhuggingface.tokenizers="$cases/tokenizers.json" -Dhuggingface.adapters="$cases/adapters.json" \
  -Dhuggingface.configurations="$cases/configurations.json"
echo "All agree."
