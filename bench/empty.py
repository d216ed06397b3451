"""The page every figure is compared with: signed in, in the product's frame, with nothing on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def empty(request: HttpRequest) -> HttpResponse:
    return render(request, "bench/empty.html")
