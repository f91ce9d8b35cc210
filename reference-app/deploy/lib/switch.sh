# The moment of a deployment: links, checkout, restart, and the way back. Sourced, never run.

# Between here and its end the host is in neither state; whatever ends the script then goes back.
SWITCHING=no

# The checkout runs what the releases hold: dist and node_modules in it are links.
# A checkout that was built in place keeps its folders aside until the release has proved itself.
link_checkout() {
  local name
  for name in dist node_modules; do
    grep -qxF "/$name" "$APP_DIR/.git/info/exclude" || printf '/%s\n' "$name" >>"$APP_DIR/.git/info/exclude"
    if [ -e "$APP_DIR/$name" ] && [ ! -L "$APP_DIR/$name" ]; then
      remove_release "$RELEASES/.in-place-$name"
      mv "$APP_DIR/$name" "$RELEASES/.in-place-$name"
    fi
    ln -sfn "$RELEASES/current/$name" "$APP_DIR/$name"
  done
}

unlink_checkout() {
  local name
  for name in dist node_modules; do
    [ -d "$RELEASES/.in-place-$name" ] || continue
    rm -f "$APP_DIR/$name"
    mv "$RELEASES/.in-place-$name" "$APP_DIR/$name"
  done
  rm -f "$RELEASES/current"
}

restart() { "${RESTART[@]}" 9>&-; }

switch_to_release() {
  step "Switching to $RELEASE"
  SWITCHING=yes
  check_out "$COMMIT"
  # The proxy still finds there what pages from before the switch ask for.
  [ -z "$PREVIOUS_RELEASE" ] || point before "$PREVIOUS_RELEASE"
  point current "$RELEASE"
  touch "$RELEASES/$RELEASE"
  link_checkout
  restart || complain "systemd could not restart the service."
  step "Waiting until the service is ready"
  if ! service_is_ready || ! serves_commit "$SERVICE_URL"; then
    complain "$(journalctl --quiet --no-pager --output cat --unit pixelwise --lines 8 2>/dev/null)"
    give_up "$EXIT_FAILED" "The service did not become ready with $TAG."
  fi
  point verified "$RELEASE"
  SWITCHING=no
  remove_release "$RELEASES/.in-place-dist"
  remove_release "$RELEASES/.in-place-node_modules"
}

# Puts the release from before back and sees it ready. Returns 1 when there is none or it does not come up.
switch_back() {
  local failed=$COMMIT
  step "Going back to $PREVIOUS_TAG"
  check_out "$PREVIOUS_COMMIT"
  COMMIT=$PREVIOUS_COMMIT
  if [ -z "$PREVIOUS_RELEASE" ]; then
    unlink_checkout
    COMMIT=$failed
    complain "$PREVIOUS_TAG was set up by its own setup-server.sh; run that to start it again."
    return 1
  fi
  point current "$PREVIOUS_RELEASE"
  restart || complain "systemd could not restart the service."
  local status=0
  service_is_ready || status=1
  COMMIT=$failed
  return "$status"
}
