/** Edits that Swagger UI offers; they fit the network of the examples of `POST /simulate`. */
export const EDIT_EXAMPLES = {
  fail_link: { summary: 'A link goes down', value: { operation: 'fail_link', from: 'B', to: 'C' } },
  update_link: { summary: 'A link becomes slow', value: { operation: 'update_link', from: 'A', to: 'B', changes: { bandwidth_mbps: 1 } } },
  add_router: {
    summary: 'A router and its link, together',
    value: {
      operations: [
        { operation: 'add_router', node: 'D' },
        { operation: 'add_link', link: { from: 'B', to: 'D', latency: 5 } },
      ],
    },
  },
  set_traffic: { summary: 'Other traffic', value: { operation: 'set_traffic', traffic: [{ from: 'A', to: 'C', rate_pps: 200 }] } },
};
