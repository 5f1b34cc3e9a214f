#!/usr/bin/env python3
"""Speed of a plain PyTorch SASRec of the size that `refrain-trainer bench` measures, for the ratio of the two.

    plain_sasrec.py [--threads 2] [--seconds 10] [--items 50000] [--dim 64] [--length 50] [--batch 64]
                    [--layers 2] [--negatives 512] [--sparse]

Written as one writes it in PyTorch: nn.Embedding, nn.TransformerEncoderLayer (norms first, causal mask), softmax
over the target and shared random negatives, Adam. With --sparse the item table has sparse gradients and SparseAdam,
which is the best plain PyTorch offers on a CPU. It has neither tags, play rates nor a second loss: less work than
ours. Needs Debian's python3-torch. Prints one line of JSON.
"""
import argparse
import json
import time

import torch
from torch import nn


class SasRec(nn.Module):
    def __init__(self, options):
        super().__init__()
        self.items = nn.Embedding(options.items, options.dim, sparse=options.sparse)
        self.positions = nn.Embedding(options.length, options.dim)
        layer = nn.TransformerEncoderLayer(options.dim, nhead=2, dim_feedforward=options.dim, dropout=0.2,
                                           activation="gelu", batch_first=True, norm_first=True)
        self.layers = nn.TransformerEncoder(layer, options.layers, norm=nn.LayerNorm(options.dim),
                                            enable_nested_tensor=False)
        self.register_buffer("later", torch.ones(options.length, options.length, dtype=torch.bool).triu(1))
        self.register_buffer("places", torch.arange(options.length))
        nn.init.normal_(self.items.weight, std=0.02)

    def loss(self, sequences, targets, sample):
        states = self.layers(self.items(sequences) + self.positions(self.places), mask=self.later)
        states = states.reshape(-1, states.shape[-1])
        own = (states * self.items(targets.reshape(-1))).sum(-1, keepdim=True)
        others = states @ self.items(sample).t()
        others = others.masked_fill(targets.reshape(-1, 1) == sample, -1e9)
        return nn.functional.cross_entropy(torch.cat([own, others], 1), torch.zeros(len(own), dtype=torch.long))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in {"threads": 2, "items": 50_000, "dim": 64, "length": 50, "batch": 64, "layers": 2,
                        "negatives": 512}.items():
        arguments.add_argument(f"--{name}", type=int, default=value)
    arguments.add_argument("--seconds", type=float, default=10)
    arguments.add_argument("--sparse", action="store_true")
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    model = SasRec(options)
    model.train()
    table = [model.items.weight] if options.sparse else []
    rest = [one for name, one in model.named_parameters() if not (options.sparse and name == "items.weight")]
    optimisers = [torch.optim.Adam(rest, 1e-3)] + ([torch.optim.SparseAdam(table, 1e-3)] if table else [])

    def step():
        sequences = torch.randint(options.items, (options.batch, options.length + 1))
        sample = torch.randint(options.items, (options.negatives,))
        for optimiser in optimisers:
            optimiser.zero_grad(set_to_none=True)
        model.loss(sequences[:, :-1], sequences[:, 1:], sample).backward()
        for optimiser in optimisers:
            optimiser.step()

    for _ in range(3):
        step()  # the first ones pay for memory and caches
    start = time.monotonic()
    steps = 0
    while time.monotonic() - start < options.seconds:
        step()
        steps += 1
    speed = steps * options.batch / (time.monotonic() - start)
    print(json.dumps({"sequences_per_second": speed, **vars(options), "torch": torch.__version__}))


if __name__ == "__main__":
    main()
