/* An HTTP server that takes as long as it is told, and writes down the truth.

       cc -O2 -o load_server load_server.c -lm -lpthread
       load_server LOG [name=value ...]

   median (ms) and sigma of a lognormal latency; seed; stall_at and stall (s since the first request:
   nothing is answered meanwhile); any (1: listen on every address). Prints its port. LOG gets two
   uint64 for each answer: CLOCK_MONOTONIC in ns when the request had come, and when its answer went.
   A thread for each connection: it has nothing else to do, so its sleep is its latency. */
#define _GNU_SOURCE
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char ANSWER[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                             "Content-Length: 15\r\n\r\n{\"status\":\"ok\"}";
static double median = 10, sigma = 0.5, seed = 1, stall_at = 0, stall = 0, any = 0;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FILE *truth;
static uint64_t first;

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void until(uint64_t at) {
  struct timespec t = {at / 1000000000ull, at % 1000000000ull};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL)) {
  }
}

/* When an answer goes that came now; the next number of the seeded row decides. */
static uint64_t due(uint64_t came) {
  pthread_mutex_lock(&lock);
  if (!first) first = came;
  double normal = sqrt(-2 * log(1 - drand48())) * cos(2 * M_PI * drand48());
  pthread_mutex_unlock(&lock);
  uint64_t takes = median * exp(sigma * normal) * 1e6, at = came + takes;
  uint64_t from = first + stall_at * 1e9, to = from + stall * 1e9;
  if (came >= from && came < to) return to + takes;
  return came < from && at >= from ? at + (to - from) : at;
}

static void *serve(void *given) {
  int one = 1, peer = (int)(intptr_t)given;
  setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  prctl(PR_SET_TIMERSLACK, 1);
  char text[8192];
  size_t held = 0;
  ssize_t got;
  while ((got = read(peer, text + held, sizeof text - 1 - held)) > 0) {
    text[held += got] = 0;
    if (!strstr(text, "\r\n\r\n")) continue; /* requests have no body, and none comes before its answer */
    held = 0;
    uint64_t came = now();
    until(due(came));
    uint64_t pair[2] = {came, now()};
    if (write(peer, ANSWER, sizeof ANSWER - 1) < 0) break;
    pthread_mutex_lock(&lock);
    fwrite(pair, sizeof pair, 1, truth);
    pthread_mutex_unlock(&lock);
  }
  close(peer);
  return NULL;
}

static void *wait_for_the_end(void *given) {
  int number;
  sigwait(given, &number);
  pthread_mutex_lock(&lock);
  fflush(truth);
  _exit(0);
}

int main(int count, char **words) {
  struct { const char *name; double *value; } known[] = {
      {"median", &median}, {"sigma", &sigma}, {"seed", &seed},
      {"stall_at", &stall_at}, {"stall", &stall}, {"any", &any}};
  for (int i = 2; i < count; i++)
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
      size_t length = strlen(known[k].name);
      if (!strncmp(words[i], known[k].name, length) && words[i][length] == '=')
        *known[k].value = atof(words[i] + length + 1);
    }
  if (count < 2 || !(truth = fopen(words[1], "wb"))) return 2;
  srand48(seed);
  signal(SIGPIPE, SIG_IGN);
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, NULL);
  pthread_t thread;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&small, 64 << 10);
  pthread_create(&thread, &small, wait_for_the_end, &ends);

  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(any ? INADDR_ANY : INADDR_LOOPBACK)};
  socklen_t size = sizeof at;
  int listening = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listening, (void *)&at, size) || listen(listening, 4096) || getsockname(listening, (void *)&at, &size)) return 1;
  printf("%d\n", ntohs(at.sin_port));
  fflush(stdout);
  for (int peer; (peer = accept(listening, NULL, NULL)) >= 0;)
    if (pthread_create(&thread, &small, serve, (void *)(intptr_t)peer)) close(peer);
  return 1;
}
