// The client in bash, for nodes without Perl: connections only. It cannot choose its source port.

/** Arguments and lines as those of the client in Perl; source ports are `-`. Each attempt is a bash of its own, which `timeout` ends. An
 *  error is told by bash and dd in words alone: those of the C library's strerror(), which musl has in part in others; words that are
 *  not known are said, nothing is made of them. */
export const BASH_CLIENT = String.raw`
export LC_ALL=C
mark=$1 client=$2
tries=3
timeout=5000

now() {
  us=$EPOCHREALTIME
  # Before bash 5.
  if [ -z "$us" ]; then us=$(date +%s.%N); us=${'$'}{us:0:17}; fi
  us=${'$'}{us/[.,]/}
}
clock='now() { us=$EPOCHREALTIME; if [ -z "$us" ]; then us=$(date +%s.%N); us=${'$'}{us:0:17}; fi; us=${'$'}{us/[.,]/}; }; now; start=$us'
tcp='{ :; } 3<>"/dev/tcp/$1/$2"; status=$?; now; echo; echo "$start $us $status"'
udp='{ printf "$3" >&3 && dd bs=65536 count=1 <&3 >/dev/null; } 3<>"/dev/udp/$1/$2"; status=$?; now; echo; echo "$start $us $status"'

# Prints one line: its number, when it began and ended, and the outcome; none when it was ended.
attempt() {
  local message='fairlead\n' program=$tcp words last seconds
  if [ "$3" = 53 ]; then message='\0\1\1\0\0\1\0\0\0\0\0\0\10fairlead\7invalid\0\0\1\0\1'; fi
  if [ "$1" = udp ]; then program=$udp; fi
  seconds=$(($4 / 1000000)).$(printf %06d $(($4 % 1000000)))
  words=$(timeout -s KILL "$seconds" bash -c "$clock; $program" bash "$2" "$3" "$message" 2>&1)
  last=${'$'}{words##*$'\n'}
  case $last in *' '*' 0') echo "$last connected"; return ;; *' '*' '*) ;; *) return ;; esac
  case $words in
    *'onnection refused'*) echo "$last ECONNREFUSED" ;;
    *'No route to host'* | *'Host is unreachable'*) echo "$last EHOSTUNREACH" ;;
    *'Network is unreachable'* | *'Network unreachable'*) echo "$last ENETUNREACH" ;;
    *'Protocol not available'*) echo "$last ENOPROTOOPT" ;;
    *'Invalid argument'*) echo "$last EINVAL" ;;
    *'Permission denied'*) echo "$last EACCES" ;;
    *'Operation not permitted'*) echo "$last EPERM" ;;
    *'Cannot assign requested address'* | *'Address not available'*) echo "$last EADDRNOTAVAIL" ;;
    *'Address family not supported'*) echo "$last EAFNOSUPPORT" ;;
    *'Network is down'*) echo "$last ENETDOWN" ;;
    *'Message too long'*) echo "$last EMSGSIZE" ;;
    *'Protocol error'*) echo "$last EPROTO" ;;
    *'onnection reset by peer'*) echo "$last ECONNRESET" ;;
    *'onnection timed out'* | *'Operation timed out'*) ;;
    *) echo "$last unknown $(printf '%s' "$words" | tr '\n' ' ')" ;;
  esac
}

probe() {
  local index=$1 protocol=$2 address=$3 port=$4 after=$6
  local begun=0 finished= certain=0 start limit next wake left line fields silence=timeout
  local -a begins
  sleep "$((after / 1000)).$(printf %03d $((after % 1000)))"
  if [ "$protocol" = udp ]; then silence=no-reply; fi
  exec 5<> <(:)
  now
  start=$us next=$us limit=$((us + 1000 * (timeout > 1000 * tries ? timeout : 1000 * tries)))
  while now; [ "$us" -lt "$limit" ]; do
    if [ "$begun" -lt "$tries" ] && [ "$us" -ge "$next" ]; then
      begins[begun]=$us
      begun=$((begun + 1)) next=$((next + 1000000))
      attempt "$protocol" "$address" "$port" "$((limit - us))" >&5 2>/dev/null &
      continue
    fi
    wake=$limit
    if [ "$begun" -lt "$tries" ] && [ "$next" -lt "$limit" ]; then wake=$next; fi
    left=$((wake - us))
    IFS= read -r -t "$((left / 1000000)).$(printf %06d $((left % 1000000)))" -u 5 line || continue
    fields=($line)
    if [ "${'$'}{fields[3]}" = unknown ]; then
      printf '%s %s u %s %s\n' "$mark" "$client" "$index" "${'$'}{line#* unknown }"
      return
    fi
    printf '%s %s c %s 1 %s,%s,-,%s\n' "$mark" "$client" "$index" "${'$'}{fields[3]}" "$(milliseconds $((fields[1] - fields[0])))" "$(milliseconds "${'$'}{fields[0]}")"
    return
  done
  for begin in "${'$'}{begins[@]}"; do finished="$finished $silence,$(milliseconds $((limit - begin))),-,$(milliseconds "$begin")"; done
  printf '%s %s c %s 0%s\n' "$mark" "$client" "$index" "$finished"
}
milliseconds() { printf '%d.%02d' $(($1 / 1000)) $(($1 % 1000 / 10)); }

place=0
while read -r kind rest; do
  case $kind in
    timeout) timeout=$rest ;;
    c)
      read -r index protocol address port from after <<<"$rest"
      # One after another, so that no connection's delay holds the making of the next.
      probe "$index" "$protocol" "$address" "$port" "$from" "$((after + 2 * place))" &
      place=$((place + 1))
      ;;
  esac
done
wait
`
