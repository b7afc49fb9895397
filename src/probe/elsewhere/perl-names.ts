// The part of the Perl client that asks for names, as probe-name.ts, ask-along-search-list.ts and ask-question.ts of client/ do.

export const PERL_NAMES = String.raw`
my ($answer_within, $resend_after) = (3500, 1500);

# $done gets an errno name or '-', and the answer or ''.
sub ask {
  my ($server, $message, $done) = @_;
  my $start = now();
  my $finish = sub { my ($error, $answer) = @_; $done->(sprintf('%.2f', now() - $start), $error, $answer) };
  ask_udp($server, $message, sub {
    my ($error, $answer) = @_;
    # Cut short.
    if ($error eq '-' && vec($answer, 2, 8) & 2) { ask_tcp($server, $message, $finish) } else { $finish->($error, $answer) }
  });
}

sub ask_udp {
  my ($server, $message, $done) = @_;
  my ($family, $to) = socket_address($server, 53);
  return $done->('EINVAL', '') unless defined $family;
  my $socket = open_socket($family, SOCK_DGRAM) or return $done->(error_name(), '');
  my @waits;
  my $finish = sub {
    return unless $socket;
    unwatch($socket);
    close $socket;
    undef $socket;
    $_->{code} = undef for @waits;
    $done->(@_);
  };
  my $send = sub { $finish->(error_name(), '') unless defined send $socket, $message, 0 };
  return $finish->(error_name(), '') unless connect $socket, $to;
  @waits = (after($resend_after, $send), after($answer_within, sub { $finish->('timeout', '') }));
  watch(\%reads, $socket, sub {
    if (!defined recv $socket, my $answer, 65536, 0) { $finish->(error_name(), '') unless is_early() }
    # What answers another question, or is a question itself, is passed over.
    elsif (length $answer >= 12 && substr($answer, 0, 2) eq substr($message, 0, 2) && vec($answer, 2, 8) & 128) { $finish->('-', $answer) }
  });
  $send->();
}

sub ask_tcp {
  my ($server, $message, $done) = @_;
  my ($family, $to) = socket_address($server, 53);
  my $socket = open_socket($family, SOCK_STREAM) or return $done->(error_name(), '');
  my ($timer, $whole) = (undef, '');
  my $finish = sub {
    return unless $socket;
    unwatch($socket);
    close $socket;
    undef $socket;
    $timer->{code} = undef if $timer;
    $done->(@_);
  };
  my $wait = sub { $timer->{code} = undef if $timer; $timer = after($answer_within, sub { $finish->('timeout', '') }) };
  return $finish->(error_name(), '') unless connect($socket, $to) || is_pending();
  $wait->();
  watch(\%writes, $socket, sub {
    delete $writes{fileno $socket};
    my $error = unpack 'i', getsockopt($socket, SOL_SOCKET, SO_ERROR);
    return $finish->(name_of($error), '') if $error;
    # Its length comes first (RFC 1035 section 4.2.2).
    syswrite $socket, pack('n', length $message) . $message;
    $wait->();
    watch(\%reads, $socket, sub {
      my $read = sysread $socket, my $data, 65536;
      if (!defined $read) { $finish->(error_name(), '') unless is_early(); return }
      return $finish->('reset', '') unless $read;
      $whole .= $data;
      $wait->();
      return if length $whole < 2;
      my $length = unpack 'n', $whole;
      $finish->('-', substr $whole, 2, $length) if length $whole >= 2 + $length;
    });
  });
}

sub say_answer {
  my ($kind, $key, $delay, $error, $answer) = @_;
  say_bytes($answer);
  say_line($kind, $key, $delay, $error);
}

# Whether an answer holds a record of type A or AAAA.
sub has_address {
  my ($answer) = @_;
  my ($asked, $answered) = unpack 'x4nn', $answer;
  my $at = 12;
  my $skip_name = sub {
    while ($at < length $answer) {
      my $length = vec $answer, $at, 8;
      if ($length >= 192) { $at += 2; return }
      $at += 1 + $length;
      return unless $length;
    }
  };
  for (1 .. $asked) { $skip_name->(); $at += 4 }
  for (1 .. $answered) {
    $skip_name->();
    return 0 if $at + 10 > length $answer;
    my ($type, $length) = unpack "x$at n x6 n", $answer;
    return 1 if $type == 1 || $type == 28;
    $at += 10 + $length;
  }
  0;
}

# The C library, which blocks, in a process of its own; and along the search list, until a step has an address or no server answers.
sub probe_name {
  my ($index, $name, $steps) = @_;
  my $left = 2;
  my $part_done = sub { say_line('d', $index) if --$left == 0 };
  look_up($index, $name, $part_done);
  my $walk;
  $walk = sub {
    my ($step) = @_;
    my $questions = $steps->[$step] or return $part_done->();
    my ($waiting, $found, $answered) = (scalar @$questions, 0, 0);
    for my $question (@$questions) {
      my ($place, $server, $message) = @$question;
      ask($server, pack('H*', $message), sub {
        my ($delay, $error, $answer) = @_;
        say_answer('q', "$index $place", $delay, $error, $answer);
        if ($error eq '-') { $answered = 1; $found ||= has_address($answer) }
        return if --$waiting;
        $found || !$answered ? $part_done->() : $walk->($step + 1);
      });
    }
  };
  $walk->(0);
}

sub look_up {
  my ($index, $name, $done) = @_;
  my $start = now();
  pipe my $read, my $write or return say_line('n', $index, 'EMFILE', 0), $done->();
  my $child = fork;
  if (!defined $child) { say_line('n', $index, error_name(), 0); return $done->() }
  if (!$child) {
    my ($error, @found) = getaddrinfo($name, '', { family => AF_UNSPEC, socktype => SOCK_STREAM });
    my @addresses = map {
      my $family = $_->{family};
      inet_ntop($family, ($family == AF_INET ? unpack_sockaddr_in($_->{addr}) : unpack_sockaddr_in6($_->{addr}))[1]);
    } @found;
    syswrite $write, join ' ', $error + 0, @addresses;
    POSIX::_exit(0);
  }
  close $write;
  my ($text, $timer) = ('');
  my $finish = sub {
    my ($outcome, @addresses) = @_;
    return unless $read;
    $timer->{code} = undef;
    unwatch($read);
    close $read;
    undef $read;
    kill 'KILL', $child;
    waitpid $child, 0;
    say_line('n', $index, $outcome, sprintf('%.2f', now() - $start), @addresses);
    $done->();
  };
  # The same in glibc and musl: netdb.h.
  my %errors = (-2 => 'EAI_NONAME', -3 => 'EAI_AGAIN', -4 => 'EAI_FAIL', -5 => 'EAI_NODATA', -6 => 'EAI_FAMILY', -10 => 'EAI_MEMORY', -11 => 'EAI_SYSTEM');
  $timer = after($timeout, sub { $finish->('timeout') });
  watch(\%reads, $read, sub {
    my $size = sysread $read, my $data, 65536;
    if ($size) { $text .= $data; return }
    my ($error, @addresses) = split / /, $text;
    $finish->(!defined $error ? 'EAI_SYSTEM' : $error == 0 ? 'resolved' : $errors{$error} || 'EAI_FAIL', @addresses);
  });
}
`
