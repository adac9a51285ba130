"""The pages of 事故调查、整改、评估: from the first news to the archive."""
