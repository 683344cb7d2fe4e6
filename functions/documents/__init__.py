"""What the service says about itself: notice, records of processing, security.txt."""
