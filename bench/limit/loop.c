/*
 * The limit: the event loop of the engine by hand in C, for one kind of scenario. It has Poisson flows of fixed packet sizes, fixed paths and
 * drop-tail queues, and nothing that could be changed while it runs; and of the statistics only what no simulator could do without.
 *
 * As in the engine, a link is first in, first out at a fixed rate, so a departure is known on admission and a packet-hop is one event.
 * Packets in flight lie in a ring buffer per channel, whose head alone is among the events: one slot per channel and one per flow,
 * ordered by a winner tree.
 *
 * Reads a workload (bench/src/scenarios/workload.ts) on standard input; prints one line of JSON.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct {
  double arrives, departs, created;
  uint32_t flow;
  /* Index in `steps` of the channel after this one. */
  uint32_t cursor;
} packet_t;

typedef struct {
  packet_t *ring;
  uint32_t mask;
  /* Numbers of the oldest packet in flight, of the oldest one that had not departed when last looked, and of the next to come. */
  uint32_t head, first_queued, tail;
  uint32_t places;
  double busy_until, latency, sec_per_byte;
  double bits_per_sec;
} channel_t;

typedef struct {
  uint32_t random[4];
  double mean_gap, bytes;
  uint32_t path;
  uint64_t sent, delivered, dropped;
  double delay_sum, delay_squares, delay_min, delay_max;
} flow_t;

typedef struct {
  double time;
  uint32_t slot;
} entry_t;

typedef struct {
  uint64_t sent, delivered, dropped, packet_hops, events;
  double delay_sum;
} totals_t;

#define DELIVER (-1)

static uint32_t nodes, links, flow_count, channel_count, leaves;
static channel_t *channels;
static flow_t *flows;
static int32_t *steps;
static entry_t *tree;
static uint64_t admissions, events;

static inline uint32_t rotated(uint32_t word, int by) { return (word << by) | (word >> (32 - by)); }

/* xoshiro128** (D. Blackman, S. Vigna). */
static inline uint32_t random_bits(uint32_t *s) {
  const uint32_t result = rotated(s[1] * 5, 7) * 9, t = s[1] << 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotated(s[3], 11);
  return result;
}

/* Exponential with mean 1, from 52 random bits. */
static inline double exponential(uint32_t *s) {
  const uint64_t high = random_bits(s) >> 6, low = random_bits(s) >> 6;
  return -log(((double)(high << 26 | low) + 0.5) * 0x1p-52);
}

/* The slot that has just won gets its next time, and its matches are played again. */
static inline void replay(uint32_t slot, double time) {
  uint32_t node = leaves + slot;
  tree[node].time = time;
  while (node > 1) {
    const entry_t *rival = &tree[node ^ 1];
    if (rival->time < time || (rival->time == time && rival->slot < slot)) {
      time = rival->time;
      slot = rival->slot;
    }
    node >>= 1;
    tree[node] = (entry_t){time, slot};
  }
}

/* A slot without an event gets one: it goes up for as long as it wins. */
static inline void enter(uint32_t slot, double time) {
  uint32_t node = leaves + slot;
  tree[node].time = time;
  for (node >>= 1; node > 0; node >>= 1) {
    if (tree[node].time < time || (tree[node].time == time && tree[node].slot < slot)) return;
    tree[node] = (entry_t){time, slot};
  }
}

static void advance(double until) {
  while (tree[1].time < until) {
    const double now = tree[1].time;
    const uint32_t slot = tree[1].slot;
    double created;
    uint32_t index, cursor;
    events++;
    if (slot < channel_count) {
      channel_t *channel = &channels[slot];
      const packet_t packet = channel->ring[channel->head & channel->mask];
      channel->head++;
      replay(slot, channel->head == channel->tail ? INFINITY : channel->ring[channel->head & channel->mask].arrives);
      created = packet.created;
      index = packet.flow;
      cursor = packet.cursor;
    } else {
      index = slot - channel_count;
      replay(slot, now + exponential(flows[index].random) * flows[index].mean_gap);
      created = now;
      cursor = flows[index].path;
      flows[index].sent++;
    }

    flow_t *flow = &flows[index];
    const int32_t step = steps[cursor];
    if (step == DELIVER) {
      const double delay = now - created;
      flow->delivered++;
      flow->delay_sum += delay;
      flow->delay_squares += delay * delay;
      if (delay < flow->delay_min) flow->delay_min = delay;
      if (delay > flow->delay_max) flow->delay_max = delay;
      continue;
    }

    channel_t *channel = &channels[step];
    double begins = now;
    if (channel->busy_until > now) {
      /* What has left the far end has departed. */
      uint32_t first = channel->first_queued;
      if ((int32_t)(first - channel->head) < 0) first = channel->head;
      while (channel->ring[first & channel->mask].departs <= now) first++;
      channel->first_queued = first;
      if (channel->tail - first >= channel->places) {
        flow->dropped++;
        continue;
      }
      begins = channel->busy_until;
    } else {
      channel->first_queued = channel->tail;
    }
    const double departs = begins + flow->bytes * channel->sec_per_byte;
    const double arrives = departs + channel->latency;
    channel->busy_until = departs;
    channel->ring[channel->tail & channel->mask] = (packet_t){arrives, departs, created, index, cursor + 1};
    if (channel->head == channel->tail++) enter((uint32_t)step, arrives);
    admissions++;
  }
}

/* Transmissions begun: what was admitted and does not still wait behind another. */
static totals_t totals(double now) {
  totals_t sum = {.packet_hops = admissions, .events = events};
  for (uint32_t i = 0; i < channel_count; i++) {
    const channel_t *channel = &channels[i];
    uint32_t queued = 0;
    for (uint32_t p = channel->head; p != channel->tail; p++) queued += channel->ring[p & channel->mask].departs > now;
    if (queued > 1) sum.packet_hops -= queued - 1;
  }
  for (uint32_t i = 0; i < flow_count; i++) {
    sum.sent += flows[i].sent;
    sum.delivered += flows[i].delivered;
    sum.dropped += flows[i].dropped;
    sum.delay_sum += flows[i].delay_sum;
  }
  return sum;
}

static double number(void) {
  double value;
  if (scanf("%lf", &value) != 1) {
    fputs("loop: the workload ends too early\n", stderr);
    exit(1);
  }
  return value;
}

static void *array(size_t count, size_t size) {
  const size_t bytes = (count * size + 63) / 64 * 64;
  unsigned char *memory = aligned_alloc(64, bytes);
  if (!memory) {
    fputs("loop: out of memory\n", stderr);
    exit(1);
  }
  for (size_t i = 0; i < bytes; i++) memory[i] = 0;
  return memory;
}

static void read_links(void) {
  for (uint32_t link = 0; link < links; link++) {
    number();
    number();
    channel_t channel = {0};
    channel.bits_per_sec = number();
    channel.latency = number();
    channel.places = (uint32_t)number();
    channel.sec_per_byte = 8 / channel.bits_per_sec;
    channels[link * 2] = channels[link * 2 + 1] = channel;
  }
}

/* Returns the size of the smallest packet, of which the most fit on a wire. */
static double read_flows(uint64_t seed) {
  double smallest = INFINITY;
  size_t used = 0, room = 1024;
  steps = malloc(room * sizeof *steps);
  for (uint32_t i = 0; i < flow_count; i++) {
    flow_t *flow = &flows[i];
    number();
    number();
    flow->mean_gap = 1 / number();
    flow->bytes = number();
    flow->path = (uint32_t)used;
    flow->delay_min = INFINITY;
    if (flow->bytes < smallest) smallest = flow->bytes;
    const uint32_t hops = (uint32_t)number();
    while (used + hops + 1 > room) steps = realloc(steps, (room *= 2) * sizeof *steps);
    for (uint32_t hop = 0; hop < hops; hop++) steps[used++] = (int32_t)number();
    steps[used++] = DELIVER;
    for (int word = 0; word < 4; word++) {
      /* SplitMix64 (S. Vigna): unlike states from like seeds. */
      uint64_t z = seed += 0x9e3779b97f4a7c15u;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
      z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
      flow->random[word] = (uint32_t)(z ^ (z >> 31));
    }
  }
  return smallest;
}

static void build(uint64_t seed) {
  nodes = (uint32_t)number();
  links = (uint32_t)number();
  flow_count = (uint32_t)number();
  channel_count = links * 2;
  channels = array(channel_count, sizeof *channels);
  flows = array(flow_count, sizeof *flows);
  read_links();
  const double smallest = read_flows(seed);
  for (uint32_t i = 0; i < channel_count; i++) {
    const double most = channels[i].places + channels[i].latency * channels[i].bits_per_sec / (smallest * 8) + 2;
    uint32_t length = 2;
    while (length < most) length *= 2;
    channels[i].ring = array(length, sizeof(packet_t));
    channels[i].mask = length - 1;
  }
  leaves = 1;
  while (leaves < channel_count + flow_count) leaves *= 2;
  tree = array(leaves * 2, sizeof *tree);
  for (uint32_t slot = 0; slot < leaves; slot++) tree[leaves + slot] = (entry_t){INFINITY, slot};
  for (uint32_t node = leaves - 1; node > 0; node--) tree[node] = tree[node * 2];
  for (uint32_t i = 0; i < flow_count; i++) enter(channel_count + i, exponential(flows[i].random) * flows[i].mean_gap);
}

static double clock_sec(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

int main(void) {
  const double settle = number(), duration = number();
  build((uint64_t)number());
  advance(settle);
  const totals_t before = totals(settle);
  const double began = clock_sec();
  advance(duration);
  const double wall = clock_sec() - began;
  const totals_t after = totals(duration);
  const uint64_t delivered = after.delivered - before.delivered;
  printf("{\"simulatedSec\":%.9g,\"wallSec\":%.9g,\"packetHops\":%llu,\"events\":%llu,\"sent\":%llu,\"delivered\":%llu,"
         "\"dropped\":%llu,\"meanDelaySec\":%.12g}\n",
         duration - settle, wall, (unsigned long long)(after.packet_hops - before.packet_hops),
         (unsigned long long)(after.events - before.events), (unsigned long long)(after.sent - before.sent),
         (unsigned long long)delivered, (unsigned long long)(after.dropped - before.dropped),
         (after.delay_sum - before.delay_sum) / (double)delivered);
  return 0;
}
