/** The network of the examples in the documentation: two hops, 25 ms end to end. */
export const EXAMPLE_TOPOLOGY = {
  nodes: ['A', 'B', 'C'],
  links: [
    { from: 'A', to: 'B', latency: 10 },
    { from: 'B', to: 'C', latency: 15 },
  ],
};
