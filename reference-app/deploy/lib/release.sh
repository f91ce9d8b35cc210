# Releases: folders RELEASES/<tag>-<commit>, built aside and never changed afterwards. Sourced, never run.

# The name of COMMIT's release.
release_name() { printf '%s-%s' "${TAG//\//-}" "$(app_git rev-parse --short=10 "$COMMIT")"; }

# The release that a link (current, verified) leads to; empty where there is none.
linked() { [ -L "$RELEASES/$1" ] && [ -d "$RELEASES/$1" ] && readlink "$RELEASES/$1" || true; }

# Moves a link by renaming: whoever follows it meets the old release or the new one, never nothing.
point() {
  ln -sfn "$2" "$RELEASES/.$1.new"
  mv -T "$RELEASES/.$1.new" "$RELEASES/$1"
}

is_built() { [ -f "$RELEASES/$1/RELEASE" ]; }

remove_release() {
  [ -d "$1" ] || return 0
  chmod -R u+w "$1"
  rm -rf "$1"
}

# What a killed script started does not end with it: it would go on writing into the folder that is removed or built anew.
end_orphans() {
  local process folder found
  for _ in $(seq 100); do
    found=
    for process in /proc/[0-9]*; do
      folder=$(readlink "$process/cwd" 2>/dev/null) || continue
      case $folder in
        "$RELEASES"/.building-* | "$RELEASES"/.trial-*)
          found=yes
          kill -KILL "${process#/proc/}" 2>/dev/null || true
          ;;
      esac
    done
    [ -n "$found" ] || return 0
    sleep 0.1
  done
  complain "Something of an earlier deployment does not end; it works below $RELEASES."
}

# What an interrupted run left. The lock is held, so no other run works in there.
remove_leftovers() {
  local left
  compgen -G "$RELEASES/.building-*" >/dev/null || compgen -G "$RELEASES/.trial-*" >/dev/null || return 0
  end_orphans
  for left in "$RELEASES"/.building-* "$RELEASES"/.trial-*; do remove_release "$left"; done
}

require_space() {
  local free needed=$MIN_FREE_MIB now
  now=$(linked current)
  [ -z "$now" ] || needed=$((2 * $(du -sm "$RELEASES/$now" | cut -f 1)))
  [ "$needed" -ge "$MIN_FREE_MIB" ] || needed=$MIN_FREE_MIB
  free=$(df -Pm "$RELEASES" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$needed" ] ||
    give_up "$EXIT_REFUSED" "Building needs $needed MiB free below $RELEASES, and there are $free."
}

# Builds COMMIT from nothing but what Git has: the exact packages of the lock file, without those that only build.
build_release() {
  local work=$RELEASES/.building-$RELEASE
  require_space
  mkdir "$work"
  run_child env --chdir="$work" bash -o pipefail -c 'git -C "$0" archive "$1" | tar -x' "$APP_DIR" "$COMMIT" ||
    give_up "$EXIT_FAILED" "The files of $TAG could not be unpacked."
  step "Installing the packages of $TAG"
  run_child env --chdir="$work" npm ci --no-audit --no-fund || give_up "$EXIT_FAILED" "npm ci failed for $TAG."
  step "Building $TAG"
  run_child env --chdir="$work" BUILD_COMMIT="$COMMIT" npm run build || give_up "$EXIT_FAILED" "$TAG does not build."
  run_child env --chdir="$work" npm prune --omit=dev --no-audit --no-fund ||
    give_up "$EXIT_FAILED" "The packages that only build could not be taken out."
  run_child sh "$work/deploy/trim.sh" "$work" || give_up "$EXIT_FAILED" "The packages could not be trimmed."
  rm -rf "$work/models"
  ln -s "$APP_DIR/models" "$work/models"
  printf 'tag=%s\ncommit=%s\nbuilt=%s\n' "$TAG" "$COMMIT" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$work/RELEASE"
  # The proxy reads the page from here; nobody writes here any more, not even a stray npm of the same account.
  chmod -R a+rX,a-w "$work"
  chmod u+w "$work"
  mv -T "$work" "$RELEASES/$RELEASE"
  chmod u-w "$RELEASES/$RELEASE"
}

# Only forwards: a migration may add, and takes nothing away that the release before still reads.
migrate() {
  step "Migrating the database"
  run_child env --chdir="$APP_DIR" "$NODE" "$RELEASES/$RELEASE/dist/scripts/migrate.js" ||
    give_up "$EXIT_FAILED" "The migration of $TAG failed."
}

# Keeps the releases used last, and in any case the one that serves.
prune_releases() {
  local name kept=0
  while read -r _ name; do
    kept=$((kept + 1))
    [ "$kept" -le "$KEEP_RELEASES" ] || [ "$name" = "$(linked current)" ] || remove_release "$RELEASES/$name"
  done < <(find "$RELEASES" -mindepth 1 -maxdepth 1 -type d ! -name '.*' -printf '%T@ %f\n' | sort -rn)
}
