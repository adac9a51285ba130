"""The pages of 征求意见: from the draft to the archive."""
