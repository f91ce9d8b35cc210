# Where the database is: DATABASE_URL and DB_PASSWORD, from the environment or .env, as libpq's variables. Sourced.
# The password is in the environment of the programs that need it, and never on a command line.

# A setting of the service: the environment first, then .env, as the service itself reads it.
setting() {
  if [ -n "${!1+set}" ]; then printf '%s' "${!1}"; else env_value "$1"; fi
}

# Undoes percent-encoding; whatever else is in the text stays as it is.
percent_decoded() {
  local text=$1 decoded='' char
  while [[ $text =~ ^([^%]*)%([0-9A-Fa-f]{2})(.*)$ ]]; do
    text=${BASH_REMATCH[3]} decoded+=${BASH_REMATCH[1]}
    printf -v char '%b' "\\x${BASH_REMATCH[2]}"
    decoded+=$char
  done
  printf '%s' "$decoded$text"
}

# Sets PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE, or ends the script with a reason that repeats no part of the URL.
use_database() {
  local url password pair key LC_ALL=C
  url=$(setting DATABASE_URL)
  password=$(setting DB_PASSWORD)
  [ -n "$url" ] || give_up 2 "DATABASE_URL is neither in the environment nor in $APP_DIR/.env."
  [[ $url != pglite:* ]] || give_up 2 "DATABASE_URL names an embedded database: stop the service and copy its folder."
  # One of the few things that may stand in the URL without being encoded is the name of the password itself.
  local own='([^:@/?#]*)(:([^@/?#]*))?@' host='(\[[0-9A-Fa-f:.]+\]|[^]:@/?#[]*)(:([0-9]+))?' rest='(/([^/?#]*))?(\?([^#]*))?'
  [[ $url =~ ^postgres(ql)?://($own)?$host$rest$ ]] ||
    give_up 2 "DATABASE_URL is not of the form postgresql://USER[:PASSWORD]@HOST[:PORT]/DATABASE."
  local user=${BASH_REMATCH[3]} given=${BASH_REMATCH[5]} server=${BASH_REMATCH[6]} port=${BASH_REMATCH[8]}
  local database=${BASH_REMATCH[10]} query=${BASH_REMATCH[12]}
  case $given in
    '' | '${DB_PASSWORD}' | '$DB_PASSWORD') ;;
    *) password=$(percent_decoded "$given") ;;
  esac
  server=${server#[} server=${server%]}
  PGUSER=$(percent_decoded "$user") PGHOST=$(percent_decoded "$server") PGDATABASE=$(percent_decoded "$database")
  PGUSER=${PGUSER:-$(id -un)} PGPORT=${port:-5432} PGPASSWORD=$password PGHOST=${PGHOST:-localhost}
  PGDATABASE=${PGDATABASE:-$PGUSER} PGCONNECT_TIMEOUT=5 PGAPPNAME=pixelwise-backup
  while IFS= read -r pair; do
    key=${pair%%=*}
    case $key in
      '' | application_name) ;;
      host) PGHOST=$(percent_decoded "${pair#*=}") ;;
      sslmode) export PGSSLMODE; PGSSLMODE=$(percent_decoded "${pair#*=}") ;;
      sslrootcert) export PGSSLROOTCERT; PGSSLROOTCERT=$(percent_decoded "${pair#*=}") ;;
      *) give_up 2 "DATABASE_URL has the parameter $key, which this script does not know." ;;
    esac
  done < <(tr '&' '\n' <<<"$query")
  export PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE PGCONNECT_TIMEOUT PGAPPNAME
}

# Runs SQL from standard input and prints the values alone.
ask_database() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 "$@"; }
