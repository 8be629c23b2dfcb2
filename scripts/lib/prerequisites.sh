# Sourced by the scripts, in the root of the repository. `prerequisites` makes a bare Debian or Ubuntu ready for all of
# them, and puts this project's Node and tools first on PATH. It needs Node 20 or newer, npm, and for what is missing
# apt as root or with sudo. It does nothing where nothing is missing.

prerequisites() {
  case $(uname -m) in
    x86_64) local architecture=x64 ;;
    aarch64 | arm64) local architecture=arm64 ;;
    *)
      echo "There is no build of Postgres and Node for $(uname -m) among the npm packages; x86_64 and aarch64 work." >&2
      return 1
      ;;
  esac
  system_node || return 1
  mkdir -p .local
  # Two scripts started at once must not install over each other.
  exec {lock}>.local/prerequisites.lock
  flock "$lock"
  local outcome=0
  { system_programs && node_modules && compiled; } || outcome=$?
  exec {lock}>&-
  return $outcome
}

system_node() {
  local major
  major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) || major=0
  if [ "$major" -lt 20 ] || ! command -v npm >/dev/null; then
    echo 'Node 20 or newer and npm are needed to begin with (the project then brings its own Node 24).' >&2
    return 1
  fi
}

# redis-server and haproxy come from the system's packages; libfaketime, which is no program, lets drills set clocks.
system_programs() {
  local missing=() program
  for program in redis-server haproxy; do
    PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" command -v "$program" >/dev/null || missing+=("$program")
  done
  compgen -G '/usr/lib/*/faketime/libfaketime.so.1' >/dev/null || missing+=(libfaketime)
  [ ${#missing[@]} -eq 0 ] && return
  local elevate=()
  [ "$(id -u)" -eq 0 ] || elevate=(sudo -n)
  if ! command -v apt-get >/dev/null || { [ ${#elevate[@]} -gt 0 ] && ! sudo -n true 2>/dev/null; }; then
    echo "${missing[*]} missing, and may not be installed from here. Run: sudo apt-get install -y ${missing[*]}" >&2
    return 1
  fi
  echo "Installing ${missing[*]} ..."
  # An index that cannot be refreshed may still do.
  "${elevate[@]}" apt-get update -qq || true
  if ! "${elevate[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "${missing[@]}" >.local/apt.log 2>&1; then
    tail -n 5 .local/apt.log >&2
    echo "${missing[*]} could not be installed. Run: sudo apt-get install -y ${missing[*]}" >&2
    return 1
  fi
  # The distribution starts what it installs; the stack runs processes of its own.
  for program in "${missing[@]}"; do
    if [ -d /run/systemd/system ]; then
      "${elevate[@]}" systemctl disable --quiet --now "$program" || true
    else
      "${elevate[@]}" service "$program" stop >/dev/null 2>&1 || true
    fi
  done
}

node_modules() {
  if ! node scripts/lib/is-installed.mjs; then
    echo 'Installing the npm packages ...'
    npm ci --no-audit --no-fund --loglevel=error || return 1
  fi
  export PATH="$PWD/node_modules/node-linux-$architecture/bin:$PWD/node_modules/.bin:$PATH"
  if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 24 ]; then
    echo "npm did not install the package node-linux-$architecture. Run: npm ci (without --omit=optional)" >&2
    return 1
  fi
}

compiled() {
  [ -e infra/local/dist/cli/main.js ] || tsc -b
}
