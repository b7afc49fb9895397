// The client in Perl, as it is run inside a namespace on a node: of what perl-base of Debian has, nothing else. It speaks lines.
import { PERL_CONNECTIONS } from './perl-connections.ts'
import { PERL_NAMES } from './perl-names.ts'

/** Arguments: the mark, the client's number. Requests on standard input, a line each, their fields parted by a space:
 *  `timeout MS`, `ports FIRST`, `c INDEX PROTOCOL ADDRESS PORT FROM AFTER`, `n INDEX NAME` in hexadecimal, `q INDEX STEP KEY SERVER MESSAGE`
 *  (a question along the search list of that name), `a INDEX SERVER MESSAGE`. Back come, each behind the mark and the number:
 *  `c INDEX CERTAIN OUTCOME,DELAY,PORT,START …`, `n INDEX OUTCOME DELAY ADDRESS …`, `q INDEX KEY DELAY ERROR` and `a INDEX DELAY ERROR` (after
 *  the answer in hexadecimal, in lines `x PART`; ERROR is `-` when there is one), `d INDEX` (all of that name is said). Without
 *  Time::HiRes the clock is read by the system call itself, whose number is the machine's. */
export const PERL_CLIENT = String.raw`
use strict;
use Socket qw(:DEFAULT getaddrinfo inet_pton inet_ntop unpack_sockaddr_in6 pack_sockaddr_in6 IPPROTO_TCP);
use Errno ();
use Fcntl qw(F_SETFL F_GETFL O_NONBLOCK);
use POSIX ();
$SIG{PIPE} = 'IGNORE';
my ($mark, $client) = @ARGV;

my $clock;
if (eval { require Time::HiRes; Time::HiRes::clock_gettime(Time::HiRes::CLOCK_MONOTONIC()); 1 }) {
  $clock = sub { 1000 * Time::HiRes::clock_gettime(Time::HiRes::CLOCK_MONOTONIC()) };
} else {
  require Config;
  my %numbers = (x86_64 => 228, aarch64 => 113, riscv64 => 113, loongarch64 => 113, arm => 263, i386 => 265, i486 => 265,
    i586 => 265, i686 => 265, powerpc64 => 246, powerpc64le => 246, s390x => 260);
  my ($machine) = $Config::Config{archname} =~ /^([^-]+)/;
  my $number = $numbers{$machine};
  my $time = pack 'l!l!', 0, 0;
  if (defined $number && syscall($number, 1, $time) == 0) {
    $clock = sub {
      syscall($number, 1, $time);
      my ($seconds, $nanoseconds) = unpack 'l!l!', $time;
      1000 * $seconds + $nanoseconds / 1e6;
    };
  } else {
    my $ticks = POSIX::sysconf(POSIX::_SC_CLK_TCK());
    $clock = sub { 1000 * (POSIX::times())[0] / $ticks };
  }
}
sub now { $clock->() }

my %names;
for my $name (keys %!) {
  next if $name =~ /^(EWOULDBLOCK|EDEADLOCK|EOPNOTSUPP)$/;
  $names{Errno->can($name)->()} = $name;
}
sub name_of { my ($number) = @_; $names{$number} || "E$number" }
sub error_name { name_of($! + 0) }

# Less than PIPE_BUF at once, so that lines of clients side by side do not mix.
sub say_line { syswrite STDOUT, "$mark $client " . join(' ', @_) . "\n" }
sub say_bytes {
  my $hex = unpack 'H*', $_[0];
  say_line('x', $1) while $hex =~ /(.{1,3000})/g;
}

my (@timers, %reads, %writes);
my $watched = 0;
sub after { my ($delay, $code) = @_; my $timer = { at => now() + $delay, code => $code }; push @timers, $timer; $timer }
sub watch { my ($table, $handle, $code) = @_; $table->{fileno $handle} = [$watched++, $code] }
sub unwatch { my ($handle) = @_; my $file = fileno $handle; delete $reads{$file}; delete $writes{$file} }
sub run_loop {
  while (@timers || %reads || %writes) {
    my $now = now();
    my @due = sort { $a->{at} <=> $b->{at} } grep { $_->{code} && $_->{at} <= $now } @timers;
    @timers = grep { $_->{code} && $_->{at} > $now } @timers;
    if (@due) {
      for (@due) { $_->{code}->() if $_->{code} }
      next;
    }
    last unless @timers || %reads || %writes;
    my ($readable, $writable) = ('', '');
    vec($readable, $_, 1) = 1 for keys %reads;
    vec($writable, $_, 1) = 1 for keys %writes;
    my $wait;
    for (@timers) { my $left = ($_->{at} - $now) / 1000; $wait = $left if !defined $wait || $left < $wait }
    my $found = select $readable, $writable, undef, $wait;
    next unless $found > 0;
    for ([\%reads, $readable], [\%writes, $writable]) {
      my ($table, $bits) = @$_;
      # What is told to several at once is told to the first of them first.
      for (sort { $table->{$a}[0] <=> $table->{$b}[0] } grep { vec $bits, $_, 1 } keys %$table) { $table->{$_}[1]->() if $table->{$_} }
    }
  }
}

# Without blocking. Gives (family, packed address), or nothing for what is no address.
sub socket_address {
  my ($address, $port) = @_;
  my $packed = inet_pton(AF_INET, $address);
  return (AF_INET, pack_sockaddr_in($port, $packed)) if defined $packed;
  $packed = inet_pton(AF_INET6, $address);
  return defined $packed ? (AF_INET6, pack_sockaddr_in6($port, $packed)) : ();
}
sub any_address {
  my ($family, $port) = @_;
  $family == AF_INET ? pack_sockaddr_in($port, INADDR_ANY) : pack_sockaddr_in6($port, "\0" x 16);
}
sub open_socket {
  my ($family, $type) = @_;
  socket(my $socket, $family, $type, 0) or return undef;
  fcntl $socket, F_SETFL, fcntl($socket, F_GETFL, 0) | O_NONBLOCK;
  $socket;
}
sub is_pending { $!{EINPROGRESS} }
sub is_early { $!{EAGAIN} || $!{EINTR} }

my ($timeout, $port) = (5000, 40000);
sub next_port { $port = $port >= 60999 ? 40000 : $port + 1 }
${PERL_CONNECTIONS}
${PERL_NAMES}
my (@connections, %questions, @jobs);
while (my $line = <STDIN>) {
  chomp $line;
  my ($kind, @fields) = split / /, $line;
  if ($kind eq 'timeout') { $timeout = $fields[0] }
  elsif ($kind eq 'ports') { $port = $fields[0] }
  elsif ($kind eq 'c') { push @connections, [@fields] }
  elsif ($kind eq 'q') { push @{ $questions{$fields[0]}[$fields[1]] }, [@fields[2 .. 4]] }
  elsif ($kind eq 'n') { my ($index, $name) = @fields; push @jobs, sub { probe_name($index, pack('H*', $name), $questions{$index} || []) } }
  elsif ($kind eq 'a') {
    my ($index, $server, $message) = @fields;
    push @jobs, sub { ask($server, pack('H*', $message), sub { say_answer('a', $index, @_) }) };
  }
}
for my $place (0 .. $#connections) {
  # One after another, so that no connection's delay holds the making of the next.
  my $connection = $connections[$place];
  after($connection->[5] + 2 * $place, sub { probe_connection(@$connection[0 .. 4]) });
}
$_->() for @jobs;
run_loop();
`
