// The part of the Perl client that reaches for targets, as probe-connection.ts, connect-tcp.ts and connect-udp.ts of client/ do.

export const PERL_CONNECTIONS = String.raw`
my ($tries, $between_tries, $ports_a_try, $linger) = (3, 1000, 4, 200);
my $dns_question = "\0\1\1\0\0\1\0\0\0\0\0\0\x08fairlead\x07invalid\0\0\1\0\1";

sub probe_connection {
  my ($index, $protocol, $address, $port, $from) = @_;
  my $start = now();
  my $end = $start + ($timeout > $tries * $between_tries ? $timeout : $tries * $between_tries);
  my ($certain, $running, $begun, $is_over, $next_timer, @finished, %open) = (0, 0, 0, 0);
  my $report = sub {
    return if $is_over || !($certain || ($begun == $tries && $running == 0));
    $is_over = 1;
    $next_timer->{code} = undef if $next_timer;
    say_line('c', $index, $certain, map { join ',', @$_ } @finished);
  };
  my $attempt;
  $attempt = sub {
    my ($wanted, $ports) = @_;
    my $source = defined $wanted && $ports == 1 ? $wanted : next_port();
    my $started = now();
    my ($is_settled, $timer, $give_up);
    my $settle = sub {
      my ($outcome) = @_;
      return if $is_settled;
      $is_settled = 1;
      my $delay = now() - $started;
      $timer->{code} = undef if $timer;
      delete $open{$started . ' ' . $source};
      return if $certain;
      if (defined $outcome && $outcome =~ /^EADDR(INUSE|NOTAVAIL)$/ && $ports < $ports_a_try) { return $attempt->($wanted, $ports + 1) }
      my $silence = $protocol eq 'tcp' ? 'timeout' : 'no-reply';
      push @finished, [defined $outcome ? $outcome : $silence, sprintf('%.2f', $delay), $source, sprintf('%.2f', $started)];
      $running -= 1;
      if (defined $outcome) {
        $certain = 1;
        $_->() for values %open;
      }
      $report->();
    };
    my $left = $end - $started;
    $timer = after($left > 0 ? $left : 0, sub { $give_up->() if $give_up; $settle->(undef) });
    my $begin = $protocol eq 'tcp' ? \&connect_tcp : \&connect_udp;
    $give_up = $begin->($address, $port, $source, $settle);
    $open{$started . ' ' . $source} = sub { $give_up->() if $give_up; $settle->(undef) } unless $is_settled;
  };
  my $next;
  $next = sub {
    return if $certain;
    $begun += 1;
    $running += 1;
    $attempt->($begun == 1 && $from ne '-' ? $from : undef, 1);
    $next_timer = after($between_tries, $next) if $begun < $tries && !$certain;
  };
  $next->();
}

# Closes with FIN as soon as it is connected: nothing is said to the server, and what it says is taken in.
sub connect_tcp {
  my ($address, $port, $source, $settle) = @_;
  my ($family, $to) = socket_address($address, $port);
  if (!defined $family) { $settle->('EINVAL'); return undef }
  my $socket = open_socket($family, SOCK_STREAM);
  if (!$socket) { $settle->(error_name()); return undef }
  setsockopt $socket, SOL_SOCKET, SO_REUSEADDR, 1;
  my $close = sub { if ($socket) { unwatch($socket); close $socket; undef $socket } };
  if (!bind $socket, any_address($family, $source)) { my $error = error_name(); $close->(); $settle->($error); return undef }
  my $connected = sub {
    unwatch($socket);
    $settle->('connected');
    shutdown $socket, 1;
    watch(\%reads, $socket, sub { my $read = sysread $socket, my $data, 65536; $close->() unless $read || (!defined $read && is_early()) });
    after($linger, $close);
  };
  if (connect $socket, $to) { $connected->(); return undef }
  # Silence all the same, where the kernel's own patience ends before ours.
  my $failed = sub { my ($error) = @_; $close->(); $settle->($error eq 'ETIMEDOUT' ? undef : $error) };
  if (!is_pending()) { $failed->(error_name()); return undef }
  watch(\%writes, $socket, sub {
    my $error = unpack 'i', getsockopt($socket, SOL_SOCKET, SO_ERROR);
    $error ? $failed->(name_of($error)) : $connected->();
  });
  $close;
}

# Any answer counts, and so do the ICMP errors that a connected socket is told of.
sub connect_udp {
  my ($address, $port, $source, $settle) = @_;
  my ($family, $to) = socket_address($address, $port);
  if (!defined $family) { $settle->('EINVAL'); return undef }
  my $socket = open_socket($family, SOCK_DGRAM);
  if (!$socket) { $settle->(error_name()); return undef }
  my $close = sub { if ($socket) { unwatch($socket); close $socket; undef $socket } };
  my $message = $port == 53 ? $dns_question : "fairlead\n";
  if (!bind($socket, any_address($family, $source)) || !connect($socket, $to) || !defined send($socket, $message, 0)) {
    my $error = error_name();
    $close->();
    $settle->($error);
    return undef;
  }
  watch(\%reads, $socket, sub {
    my $outcome = defined recv($socket, my $data, 65536, 0) ? 'connected' : is_early() ? return : error_name();
    $close->();
    $settle->($outcome);
  });
  $close;
}
`
