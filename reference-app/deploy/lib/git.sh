# What may be deployed: only what the remote has, over a checkout that holds nothing of its own. Sourced, never run.

export GIT_TERMINAL_PROMPT=0

require_clean_checkout() {
  local changes
  app_git rev-parse -q --verify HEAD >/dev/null ||
    give_up "$EXIT_REFUSED" "There is no clone with a commit at $APP_DIR."
  [ -f "$APP_DIR/.env" ] || give_up "$EXIT_REFUSED" "$APP_DIR/.env is missing: copy .env.example and fill it in."
  changes=$(app_git status --porcelain)
  [ -z "$changes" ] || give_up "$EXIT_REFUSED" "The checkout has changes of its own; make them on dev instead:
$changes"
}

fetch() {
  app_git fetch --quiet --force --tags origin '+refs/heads/*:refs/remotes/origin/*' ||
    give_up "$EXIT_REFUSED" "The remote of $APP_DIR cannot be read."
  [ -n "$(app_git branch -r --contains HEAD)$(app_git tag --contains HEAD)" ] ||
    give_up "$EXIT_REFUSED" "The checkout has a commit that its remote does not have."
}

# Sets COMMIT to what the remote says that TAG is.
resolve_tag() {
  local lines
  app_git check-ref-format "refs/tags/$TAG" || give_up "$EXIT_REFUSED" "$TAG is no name of a tag."
  lines=$(app_git ls-remote origin "refs/tags/$TAG" "refs/tags/$TAG^{}") ||
    give_up "$EXIT_REFUSED" "The remote of $APP_DIR cannot be read."
  # The second line of an annotated tag is the commit that it stands for.
  COMMIT=$(tail -n 1 <<<"$lines" | cut -f 1)
  [ -z "$COMMIT" ] || return 0
  if app_git rev-parse -q --verify "refs/tags/$TAG" >/dev/null; then
    give_up "$EXIT_REFUSED" "The tag $TAG was never pushed: the remote does not have it."
  fi
  give_up "$EXIT_REFUSED" "The remote has no tag $TAG."
}

# Sets COMMIT to the branch or commit TAG of the remote; for trying out what has no tag yet.
resolve_untagged() {
  local name
  COMMIT=
  for name in "refs/remotes/origin/$TAG" "$TAG"; do
    COMMIT=$(app_git rev-parse -q --verify --end-of-options "$name^{commit}") && break
  done
  [ -n "$COMMIT" ] && [ -n "$(app_git branch -r --contains "$COMMIT" 2>/dev/null)" ] ||
    give_up "$EXIT_REFUSED" "The remote has no branch or commit $TAG."
}

# The tag of a commit, or its short name where it has none.
name_of() { app_git describe --tags --exact-match "$1" 2>/dev/null || app_git rev-parse --short "$1"; }

# The checkout stays on main; all that is ignored (.env, models) stays as it is.
check_out() { app_git checkout --quiet -B main "$1"; }
